import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const diff = (a: string, b: string) => unifiedDiff({ name: 'a', text: a }, { name: 'b', text: b });
const lines = (...list: (string | number)[]) => list.map((line) => `${line}\n`).join('');

describe('unifiedDiff', () => {
  it('is empty for the same text', () => {
    expect(diff(lines(1, 2), lines(1, 2))).toBe('');
  });

  it('shows a change with three lines around it', () => {
    expect(diff(lines(1, 2, 3, 4, 5, 6, 7, 8, 9), lines(1, 2, 3, 4, 'five', 6, 7, 8, 9))).toBe(
      ['--- a', '+++ b', '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'].join('\n'),
    );
  });

  it('shows two changes that are far apart on their own', () => {
    const many = Array.from({ length: 30 }, (_, i) => i);
    const changed = many.map((n) => (n === 3 || n === 25 ? 'x' : n));
    expect(diff(lines(...many), lines(...changed)).match(/^@@.*/gm)).toEqual([
      '@@ -1,7 +1,7 @@',
      '@@ -23,7 +23,7 @@',
    ]);
  });

  it('shows a whole file that is new or gone', () => {
    expect(diff('', lines('x', 'y'))).toBe('--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y');
    expect(diff(lines('x'), '')).toBe('--- a\n+++ b\n@@ -1,1 +0,0 @@\n-x');
  });

  it('shows a line break that is missing at the end', () => {
    expect(diff('x\n', 'x')).toBe('--- a\n+++ b\n@@ -1,1 +1,1 @@\n-x\n+x\n\\ No newline at end of file');
  });

  it('keeps an empty line at the end of what it shows', () => {
    expect(diff('x\n\n', 'y\n\n')).toBe('--- a\n+++ b\n@@ -1,2 +1,2 @@\n-x\n+y\n ');
  });

  it('holds both texts: the one without its new lines, the other without its old ones', () => {
    const a = lines(...'abcabba', 'same', 'end');
    const b = lines(...'cbabac', 'same', 'end', 'more');
    const shown = diff(a, b).split('\n').slice(3);
    const without = (mark: string) =>
      lines(...shown.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1)));
    expect(without('+')).toBe(a);
    expect(without('-')).toBe(b);
  });
});

/**
 * What changed between two texts, as `diff -u` shows it: three lines around each change.
 *
 * Takes time and memory for the product of the numbers of lines that are not alike at either end.
 */
export function unifiedDiff(
  from: { name: string; text: string },
  to: { name: string; text: string },
): string {
  const edits = editsBetween(linesOf(from.text), linesOf(to.text));
  if (edits.every(({ mark }) => mark === ' ')) return '';
  return [`--- ${from.name}`, `+++ ${to.name}`, ...hunks(edits)].join('\n');
}

interface Edit {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

const AROUND = 3;

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** By the longest common subsequence of what is left between the equal ends. */
function editsBetween(a: readonly string[], b: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = (line: string): Edit => ({ mark: ' ', line });
  return [
    ...a.slice(0, start).map(same),
    ...changes(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

function changes(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      edits.push({ mark: ' ', line: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ mark: '-', line: left });
      i += 1;
    } else {
      edits.push({ mark: '+', line: right ?? '' });
      j += 1;
    }
  }
  return edits;
}

function hunks(edits: readonly Edit[]): readonly string[] {
  const near = edits.map((_, index) =>
    edits.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ mark }) => mark !== ' '),
  );
  const lines: string[] = [];
  const number = { '-': 1, '+': 1 };
  for (const [index, edit] of edits.entries()) {
    if (near[index]) {
      if (!near[index - 1]) lines.push(`@@ -${number['-']} +${number['+']} @@`);
      lines.push(edit.mark + edit.line);
    }
    if (edit.mark !== '+') number['-'] += 1;
    if (edit.mark !== '-') number['+'] += 1;
  }
  return lines;
}

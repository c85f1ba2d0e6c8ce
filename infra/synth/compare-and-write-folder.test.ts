import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differences, write } from './compare-and-write-folder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'charts-'));
  folder = join(root, 'charts-out', 'dev');
});
afterEach(() => rmSync(root, { recursive: true }));

const files = new Map([
  ['00-a.yaml', 'a: 1\n'],
  ['01-b.yaml', 'b: 1\n'],
]);

describe('write', () => {
  it('makes the folder and its files', () => {
    write(folder, files);
    expect(readdirSync(folder)).toEqual(['00-a.yaml', '01-b.yaml']);
    expect(readFileSync(join(folder, '00-a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  it('removes the files of charts that are gone', () => {
    write(folder, files);
    write(folder, new Map([['00-a.yaml', 'a: 2\n']]));
    expect(readdirSync(folder)).toEqual(['00-a.yaml']);
    expect(readFileSync(join(folder, '00-a.yaml'), 'utf8')).toBe('a: 2\n');
  });

  it('does not touch what is right already', () => {
    write(folder, files);
    const path = join(folder, '00-a.yaml');
    utimesSync(path, 1, 1);
    write(folder, files);
    expect(statSync(path).mtimeMs).toBe(1000);
  });
});

describe('differences', () => {
  it('are none after writing', () => {
    write(folder, files);
    expect(differences(folder, files)).toEqual([]);
  });

  it('are files that are missing, changed, or too many', () => {
    write(folder, files);
    writeFileSync(join(folder, '00-a.yaml'), 'a: 3\n');
    writeFileSync(join(folder, 'extra.yaml'), 'x: 1\n');
    rmSync(join(folder, '01-b.yaml'));
    expect(differences(folder, files)).toEqual([
      { file: '00-a.yaml', is: 'a: 3\n', wanted: 'a: 1\n' },
      { file: '01-b.yaml', is: '', wanted: 'b: 1\n' },
      { file: 'extra.yaml', is: 'x: 1\n', wanted: '' },
    ]);
  });

  it('are all files where there is no folder', () => {
    expect(differences(join(root, 'none'), files)).toHaveLength(2);
  });
});

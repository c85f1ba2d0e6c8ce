import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStackFile, SettingsError } from './read-settings-from-stack-file-or-pulumi.ts';

/*
 * Files in fixtures/refused list in their first lines, `# refused: ...`, every problem that must be reported. Those in
 * fixtures/accepted list the expected values: `# gives: path = JSON`.
 */

describe.each(fixtures('refused', 70))('refuses $name', ({ name, folder, says }) => {
  it('with exactly the problems that it has', () => {
    const expected = says('refused').map((problem) => `Pulumi.${name}.yaml: ${problem}`);
    expect(expected).not.toEqual([]);
    expect(problems(() => readStackFile(name, folder)).toSorted()).toEqual(expected.toSorted());
  });
});

describe.each(fixtures('accepted', 10))('accepts $name', ({ name, folder, says }) => {
  it('and gives what it says', () => {
    const settings: unknown = JSON.parse(JSON.stringify(readStackFile(name, folder)));
    const given = says('gives').map((fact) => fact.split(/ = (.*)/) as [path: string, json: string]);
    expect(given).not.toEqual([]);
    for (const [path, json] of given) expect(at(settings, path), path).toEqual(JSON.parse(json));
  });
});

/** @param least number of files, so that a moved or emptied folder fails */
function fixtures(kind: 'accepted' | 'refused', least: number) {
  const folder = join(import.meta.dirname, 'fixtures', kind);
  const files = readdirSync(folder);
  if (files.length < least) throw new Error(`${folder} holds ${files.length} files, and must hold ${least}`);
  return files.map((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const says = (word: string) =>
      lines.filter((line) => line.startsWith(`# ${word}: `)).map((line) => line.slice(word.length + 4));
    return { name: file.slice('Pulumi.'.length, -'.yaml'.length), folder, says };
  });
}

function problems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

function at(settings: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], settings);
}

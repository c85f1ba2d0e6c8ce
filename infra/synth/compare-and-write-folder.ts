import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file whose contents differ from the wanted ones. */
export interface Difference {
  readonly file: string;
  /** Contents; `''` for a missing file. */
  readonly is: string;
  /** Wanted contents; `''` for a file that does not belong there. */
  readonly wanted: string;
}

/** Compares a folder with the files that belong there; a missing folder counts as empty. */
export function differences(folder: string, wanted: ReadonlyMap<string, string>): readonly Difference[] {
  const present = new Map(filesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  return [...new Set([...present.keys(), ...wanted.keys()])]
    .sort()
    .map((file) => ({ file, is: present.get(file) ?? '', wanted: wanted.get(file) ?? '' }))
    .filter(({ is, wanted: text }) => is !== text);
}

/** Makes a folder contain these files and no others. */
export function write(folder: string, wanted: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const { file } of differences(folder, wanted)) {
    const text = wanted.get(file);
    if (text === undefined) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), text);
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

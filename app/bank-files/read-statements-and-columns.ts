import { type FileColumn, fileColumns } from './csv/columns-to-choose-from.ts';
import { type FileShape, fileShape } from './format-fingerprint.ts';
import type { Options } from './options.ts';
import { readBankFile } from './read-bank-file.ts';
import type { Statement } from './statement.ts';

/** A file as it was read. */
export interface Reading {
  readonly shape: FileShape;
  readonly columns: readonly FileColumn[];
  readonly statements: readonly Statement[];
}

/** Reads a file, and what a person may want to know of how. */
export function readingOf(bytes: Uint8Array, options: Options): Reading {
  return {
    shape: fileShape(bytes),
    columns: fileColumns(bytes, options),
    statements: readBankFile(bytes, options),
  };
}

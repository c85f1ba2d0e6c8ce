import type { Options } from '../options.ts';
import type { CsvRows } from './read-rows.ts';
import type { Sheet } from './sheet.ts';

/** An export that is known by its header. */
export interface KnownExport {
  readonly name: string;
  /** Headers that it has, among others. */
  readonly headers: readonly string[];
  /** How its columns are read; what a person says comes first. */
  readonly options?: Options;
  /** Reads it where a row is not one transaction. */
  readonly read?: (sheet: Sheet) => CsvRows;
}

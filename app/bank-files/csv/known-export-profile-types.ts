import type { TransactionLine } from '../line-before-grouping-type.ts';
import type { Options } from '../options.ts';
import type { LeftOut } from '../statement.ts';
import type { Sheet } from './read-column-values.ts';

/** An export that is known by its header. */
export interface KnownExport {
  readonly name: string;
  /** Headers that it has, among others. */
  readonly headers: readonly string[];
  /** True for a program that keeps accounts, each by its name. @default false */
  readonly hasOwnAccounts?: boolean;
  /** Options for reading its columns; those that a person gives come first. */
  readonly options?: Options;
  /** Completes a line by other cells of its record, which `text` gives by their header; undefined leaves it out. */
  readonly complete?: (
    line: TransactionLine,
    text: (header: string) => string,
  ) => TransactionLine | undefined;
  /** Completes all lines together, where several records make one transaction. */
  readonly join?: (lines: readonly TransactionLine[]) => readonly TransactionLine[];
  /** Reads it where a record is not one line of one account. */
  readonly read?: (sheet: Sheet) => KnownRows;
}

/** Rows of an export that has a reader of its own. */
export interface KnownRows {
  readonly lines: readonly TransactionLine[];
  readonly leftOut: readonly LeftOut[];
  readonly dateOrder: string | undefined;
}

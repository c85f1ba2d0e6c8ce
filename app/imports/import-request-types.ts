import type { Answer, Statement } from '../bank-files/statement.ts';
import type { ProposedAccount } from './propose-new-accounts.ts';

/** A bank's file as read, and what a person wants of it. */
export interface ImportRequest {
  readonly file: ImportFile;
  /** All statements of the file, each ready to import. */
  readonly statements: readonly Statement[];
  /**
   * Accounts of the book by their names in the file, `''` for a statement without a name. Null leaves a statement out,
   * and makes a move to that account an amount that was spent or received.
   */
  readonly accounts: Readonly<Record<string, string | null>>;
  /** Accounts that `accounts` names and that are made with the import. @default none */
  readonly newAccounts?: readonly ProposedAccount[];
  /** Rows that would not go in by themselves. @default none */
  readonly choices?: readonly Choice[];
  /** Fate of rows that look similar to others and have no choice. @default 'skip' */
  readonly similar?: SimilarFate;
  /** Draft that this import completes. @default none */
  readonly draft?: string;
  /** Options of the reader that a person chose, remembered for the next file. @default none - as of a program's file */
  readonly options?: Readonly<Record<string, Answer>>;
}

export interface ImportFile {
  readonly name: string;
  /** SHA-256 of the bytes, 32 bytes long. */
  readonly sha256: Uint8Array;
  /** As `fileShape` returns it. */
  readonly fingerprint: string;
}

/** A row by its position, and whether it goes in by itself or in place of the row that it looks like. */
export interface Choice {
  readonly statement: number;
  readonly row: number;
  readonly as: 'add' | 'replace';
}

/** One choice for all rows that look similar: `replace` puts those in the place of a row that can take it. */
export type SimilarFate = 'skip' | Choice['as'];

/** Reason why a request cannot be carried out. */
export interface ImportProblem {
  readonly why:
    | 'not ready'
    | 'no account'
    | 'unknown account'
    | 'closed account'
    | 'currency'
    | 'split sum'
    | 'too many parts'
    | 'bad choice';
  readonly statement: number;
  /** Null for the whole statement. */
  readonly row: number | null;
  /** Name of the account, in the file or in the book. */
  readonly name?: string;
}

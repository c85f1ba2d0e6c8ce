import { createHash } from 'node:crypto';
import { fileShape } from '../bank-files/format-fingerprint.ts';
import { readBankFile } from '../bank-files/read-bank-file.ts';
import type { TransactionSql } from '../database/connect.ts';
import { runImport } from '../imports/run-import.ts';

/** A file without an account's name, and where it goes. */
export interface ImportedFile {
  readonly book: string;
  readonly person: string;
  readonly account: { readonly id: string; readonly currency: string };
  readonly name: string;
  readonly text: string;
}

/** Imports a bank's file; resolves to the id of the import. */
export async function importFile(sql: TransactionSql, imported: ImportedFile): Promise<string> {
  const { book, person, account, name, text } = imported;
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest();
  const result = await runImport(sql, book, person, {
    file: { name, sha256, fingerprint: fileShape(bytes).fingerprint },
    statements: readBankFile(bytes, { accountCurrency: account.currency }),
    accounts: { '': account.id },
  });
  if (result.status !== 'done') throw new Error(`The file was not imported: ${result.status}`);
  return result.import;
}

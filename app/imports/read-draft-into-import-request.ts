import type { BankFileReader } from '../bank-files/read-in-child-process.ts';
import type { TransactionSql } from '../database/connect.ts';
import { accountsOf } from '../ledger/accounts.ts';
import { todayIn } from '../time-zones.ts';
import type { ImportRequest } from './import-request-types.ts';
import { type Draft, draftBytes } from './keep-uploaded-files-and-choices.ts';
import { type ProposedAccount, proposeAccounts, withProposals } from './propose-new-accounts.ts';
import { type ReadFile, readForAccounts } from './read-file-in-account-currency.ts';
import { recallAccounts } from './remembered-answers-and-accounts.ts';

/** Place of a draft: its book, as far as reading depends on it. */
export interface DraftPlace {
  readonly id: string;
  readonly currency: string;
  readonly timeZone: string;
}

export interface ReadDraft {
  readonly file: ReadFile;
  /** Request that imports it. */
  readonly wanted: ImportRequest;
  /** Accounts that it could make. */
  readonly proposed: readonly ProposedAccount[];
}

/** Reads a draft as its person chose; undefined where it was imported or discarded meanwhile. */
export async function readDraft(
  read: <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>,
  book: DraftPlace,
  draft: Draft,
  reader: Pick<BankFileReader, 'read'>,
): Promise<ReadDraft | undefined> {
  const { id, name, sha256, fingerprint } = draft;
  const {
    options = {},
    accounts: chosen = {},
    rows = [],
    similar = 'skip',
    makesAccounts = true,
  } = draft.choices;
  const [accounts, recalled, bytes] = await read(async (sql) =>
    Promise.all([
      accountsOf(sql, book.id),
      recallAccounts(sql, book.id, fingerprint),
      draftBytes(sql, book.id, draft),
    ]),
  );
  if (bytes === undefined) return undefined;
  const today = todayIn(book.timeZone);
  const reading = await readForAccounts(reader, {
    bytes,
    options: {
      ...options,
      accountCurrency: draft.choices.currency ?? book.currency,
      today,
    },
    ...{ accounts, chosen, recalled },
  });
  const around = { draft: id, accounts, currency: book.currency, today };
  const proposed = makesAccounts ? proposeAccounts(reading.statements, around) : [];
  const file = { ...reading, accounts: withProposals(reading.accounts, proposed, accounts) };
  const meant = Object.values(file.accounts);
  const wanted = {
    file: { name, sha256, fingerprint },
    statements: file.statements,
    accounts: file.accounts,
    newAccounts: proposed.filter(
      (one) => meant.includes(one.id) && accounts.every((other) => other.id !== one.id),
    ),
    ...{ choices: rows, similar, draft: id, options },
  };
  return { file, wanted, proposed };
}

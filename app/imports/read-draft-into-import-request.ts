import type { BankFileReader } from '../bank-files/read-in-child-process.ts';
import type { TransactionSql } from '../database/connect.ts';
import { accountsOf } from '../ledger/accounts.ts';
import { todayIn } from '../time-zones.ts';
import type { ImportRequest } from './import-request-types.ts';
import { type Draft, type DraftChoices, draftBytes } from './keep-uploaded-files-and-choices.ts';
import { nameOf } from './match-statements-to-accounts.ts';
import { type ProposedAccount, proposeAccounts, withProposals } from './propose-new-accounts.ts';
import { type ReadFile, readForAccounts } from './read-file-in-account-currency.ts';
import { recallAccounts, recallMapping } from './remembered-answers-and-accounts.ts';

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

type Answers = NonNullable<DraftChoices['options']>;

/** Reads a draft as its person chose; undefined where it was imported or discarded meanwhile. */
export async function readDraft(
  read: <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>,
  book: DraftPlace,
  draft: Draft,
  reader: Pick<BankFileReader, 'read'>,
): Promise<ReadDraft | undefined> {
  const { id, name, sha256, fingerprint } = draft;
  const {
    options: remembered = {},
    optionsOf,
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
  const accountCurrency = draft.choices.currency ?? book.currency;
  const readBy = (given: Answers) =>
    readForAccounts(reader, {
      ...{ bytes, accounts, chosen, recalled },
      options: { ...given, accountCurrency, today },
    });
  const once = await readBy(remembered);
  const into = onlyAccount(once);
  const isOther = optionsOf !== undefined && into !== undefined && into !== optionsOf;
  const own = isOther && (await read((sql) => recallMapping(sql, book.id, fingerprint, into)));
  const options = own ? own.options : remembered;
  const reading = own ? await readBy(options) : once;
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
    ...{ choices: rows, similar, draft: id },
    ...(makesAccounts && { options }),
  };
  return { file, wanted, proposed };
}

/** The draft with the options that it was read by: those of the account that its file names. */
export function asRead(draft: Draft, { wanted: { options } }: ReadDraft): Draft {
  return { ...draft, choices: { ...draft.choices, ...(options && { options }) } };
}

/** The account that all of a file goes to; undefined where it is not known, or there are several. */
function onlyAccount({ statements, accounts }: ReadFile): string | undefined {
  const [into, ...others] = new Set(statements.map((statement) => accounts[nameOf(statement)]));
  return others.length === 0 ? (into ?? undefined) : undefined;
}

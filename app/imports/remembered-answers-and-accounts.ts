import type { Answer } from '../bank-files/statement.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { ImportRequest } from './import-request-types.ts';

/** How the last file with some header was read into an account. */
export interface RememberedMapping {
  readonly account: string;
  readonly options: Readonly<Record<string, Answer>>;
}

interface Choices {
  /** Not there as long as programs alone have sent such files. */
  readonly options?: Readonly<Record<string, Answer>>;
  /** Name of the account in the file; empty where it has none. */
  readonly name: string;
}

/**
 * How a file with this header was read the last time: into this account, where one is chosen. Two accounts of one bank
 * share a header, but not always the signs.
 */
export async function recallMapping(
  sql: TransactionSql,
  book: string,
  fingerprint: string,
  chosen?: string,
): Promise<RememberedMapping | undefined> {
  const into = chosen === undefined ? sql`` : sql`and account_id = ${chosen}`;
  const [last] = await sql<{ account: string; choices: Choices }[]>`
    select account_id as account, choices from mapping
    where book_id = ${book} and fingerprint = ${fingerprint} ${into} and choices ? 'options' and ${isThere(sql)}
    order by used_at desc, account_id limit 1`;
  if (last) return { account: last.account, options: aboutKind(last.choices.options) };
  return chosen === undefined ? undefined : { account: chosen, options: {} };
}

/** Accounts of the book by their names in files with this header, as they were chosen last. */
export async function recallAccounts(
  sql: TransactionSql,
  book: string,
  fingerprint: string,
): Promise<Readonly<Record<string, string>>> {
  const rows = await sql<{ account: string; name: string }[]>`
    select account_id as account, choices ->> 'name' as name from mapping
    where book_id = ${book} and fingerprint = ${fingerprint} and ${isThere(sql)} order by used_at, account_id desc`;
  return Object.fromEntries(rows.map(({ account, name }) => [name, account]));
}

/** SQL condition on a mapping: its account is there. An undo may have taken it, and the next one may bring it back. */
function isThere(sql: TransactionSql) {
  return sql`exists (select from account a where a.book_id = mapping.book_id and a.id = mapping.account_id)`;
}

/**
 * Keeps how a file was read, for each of its accounts. A request without options is that of a program, and changes nothing
 * of what was answered on a page.
 */
export async function rememberMappings(
  sql: TransactionSql,
  book: string,
  { file, statements, accounts, options }: ImportRequest,
): Promise<void> {
  const names = new Map(
    statements.flatMap(({ account }) => {
      const id = accounts[account ?? ''];
      return id == null ? [] : [[id, account ?? ''] as const];
    }),
  );
  for (const [account, name] of names) {
    const choices: Choices = { ...(options && { options: aboutKind(options) }), name };
    await sql`
      insert into mapping (book_id, account_id, fingerprint, choices, used_at)
      values (${book}, ${account}, ${file.fingerprint}, ${JSON.stringify(choices)}::text::jsonb, clock_timestamp())
      on conflict (book_id, fingerprint, account_id) do update set choices = excluded.choices, used_at = excluded.used_at
        where ${options !== undefined}::boolean or not mapping.choices ? 'options'`;
  }
}

/** Options that are about one file: the next one has other rows at these lines, and its balances may agree. */
const ABOUT_ONE_FILE = ['skipLines', 'balances'];

/** Answers about all files of a kind; that there is no header is one, but which line it has differs with what is above it. */
function aboutKind(options: Choices['options'] = {}): Readonly<Record<string, Answer>> {
  const kept = Object.entries(options).filter(
    ([name, value]) => !ABOUT_ONE_FILE.includes(name) && !(name === 'headerLine' && value !== 0),
  );
  return Object.fromEntries(kept);
}

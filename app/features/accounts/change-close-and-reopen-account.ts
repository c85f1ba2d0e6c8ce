import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { type Account, accountById } from '../../ledger/accounts.ts';
import { audit } from '../../ledger/audit-trail.ts';
import { takenAsError } from '../../ledger/name-taken-error.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';
import type { emptyDetails } from './schema.ts';

/** Columns that can be changed later: those of both forms. */
export type AccountDetails = Pick<Account, keyof typeof emptyDetails>;

/** Reason why an account cannot be closed. */
export class ClosingError extends Error {
  readonly statusCode = 422;
}

/** Changes an account; writes nothing when it is like this already. @throws NameTakenError */
export async function changeAccount(
  sql: TransactionSql,
  book: string,
  id: string,
  details: AccountDetails,
): Promise<void> {
  if (!isId(id)) throw new NotFoundError(say('accounts.unknown'));
  const [row] = await takenAsError(
    sql<Changed[]>`
      update account set ${sql(details)}
      where book_id = ${book} and id = ${id} and not to_jsonb(account) @> ${JSON.stringify(details)}::text::jsonb
      returning to_jsonb(old) as before, to_jsonb(new) as after`,
  );
  if (row) await audit(sql, { action: 'edit', subject: 'account', id, ...row });
  else await findAccount(sql, book, id);
}

/** Closes an account with a zero balance and no postings after the day. @throws ClosingError */
export async function closeAccount(sql: TransactionSql, book: string, id: string, on: Day): Promise<void> {
  await change(sql, id, async () => {
    // Waits for concurrent postings on the account, and locks out new ones until the commit.
    const changed = await sql<Changed[]>`
      update account set closed_on = greatest(${on}::date, opened_on)
      where book_id = ${book} and id = ${id} and closed_on is null
      returning to_jsonb(old) as before, to_jsonb(new) as after`;
    if (changed.length === 0) return changed;
    const [left] = await sql<{ amount: bigint; ahead: boolean }[]>`
      select coalesce(sum(p.amount_minor), 0) as amount, coalesce(bool_or(p.booked_on > a.closed_on), false) as ahead
      from account a left join posting p on p.book_id = a.book_id and p.account_id = a.id
      where a.book_id = ${book} and a.id = ${id}`;
    if (left?.amount !== 0n) throw new ClosingError(say('accounts.notAtZero'));
    if (left.ahead) throw new ClosingError(say('accounts.bookedLater'));
    return changed;
  });
}

export async function reopenAccount(sql: TransactionSql, book: string, id: string): Promise<void> {
  await change(
    sql,
    id,
    () =>
      sql<Changed[]>`
      update account set closed_on = null where book_id = ${book} and id = ${id} and closed_on is not null
      returning to_jsonb(old) as before, to_jsonb(new) as after`,
  );
}

export async function findAccount(sql: TransactionSql, book: string, id: string): Promise<Account> {
  const account = isId(id) ? await accountById(sql, book, id) : undefined;
  if (!account) throw new NotFoundError(say('accounts.unknown'));
  return account;
}

interface Changed {
  readonly before: object;
  readonly after: object;
}

async function change(
  sql: TransactionSql,
  id: string,
  update: () => Promise<readonly Changed[]>,
): Promise<void> {
  if (!isId(id)) throw new NotFoundError(say('accounts.unknown'));
  const [row] = await update();
  if (!row) throw new NotFoundError(say('accounts.unchanged'));
  await audit(sql, { action: 'edit', subject: 'account', id, before: row.before, after: row.after });
}

import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';

/**
 * Amount of an act on a single transaction: for a move the amount that left, otherwise the sum over all accounts.
 * Undefined for all other acts.
 */
export async function amountOfAct(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<Moved | undefined> {
  const lines = await sql<{ id: string; amount: bigint; currency: string }[]>`
    select one.id, line.amount_minor as amount, line.currency
    from transactions_of_act(${book}, ${act}) one
      cross join jsonb_to_recordset(coalesce(one.became, one.was) -> 'postings')
        line (line int, account_id uuid, amount_minor bigint, currency text)
    where line.account_id is not null order by line.line limit 500`;
  const [first] = lines;
  if (!first || lines.some(({ id }) => id !== first.id)) return undefined;
  const { currency } = first;
  const together = lines.reduce((sum, one) => (one.currency === currency ? sum + one.amount : sum), 0n);
  const amount = lines.every((one) => one.currency === currency) && together !== 0n ? together : first.amount;
  return { amount: amount < 0n ? -amount : amount, currency };
}

/** An absolute amount in minor units. */
export interface Moved {
  readonly amount: bigint;
  readonly currency: string;
}

/** Id of the transaction that an act sorted into another category, where its payee could have a rule for that. */
export async function sortedByAct(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select a.subject_id as id
    from audit a, jsonb_path_query_array(a.before, '$.postings[*].category_id ? (@ != null)') was,
      jsonb_path_query_array(a.after, '$.postings[*].category_id ? (@ != null)') became
    where a.book_id = ${book} and a.act_id = ${act} and a.subject = 'transaction' and a.action = 'edit'
      and a.after ->> 'payee' <> '' and was <> became and jsonb_array_length(became) = 1
      and not exists (
        select from category c where c.book_id = ${book} and c.id = (became ->> 0)::uuid and c.role is not null
      )
    limit 1`;
  return row?.id;
}

/** Day of a transaction after an act; undefined when the act left none. */
export async function bookedOnBy(sql: TransactionSql, book: string, act: string): Promise<Day | undefined> {
  const [row] = await sql<{ day: Day | null }[]>`
    select after ->> 'booked_on' as day from audit
    where book_id = ${book} and act_id = ${act} and subject = 'transaction' order by id desc limit 1`;
  return row?.day ?? undefined;
}

import type { TransactionSql } from '../database/connect.ts';

/**
 * Accounts that the act of an import made and that its undo leaves for certain: changed since, or with rows of others. Known
 * before any row is taken, so that a large undo is not done twice.
 */
export async function accountsThatStay(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select made.id
    from (
      select subject_id as id, (array_agg(after order by id desc))[1] as became
      from audit where book_id = ${book} and act_id = ${act} and subject = 'account'
      group by subject_id having (array_agg(before order by id))[1] is null
    ) made
    where not exists (
      select from account
      where book_id = ${book} and id = made.id and to_jsonb(account) - 'version' @> made.became - 'version'
    ) or exists (
      select from posting
      where book_id = ${book} and account_id = made.id
        and not exists (
          select from audit
          where audit.book_id = ${book} and act_id = ${act} and subject = 'transaction' and subject_id = transaction_id
        ) and not exists (
          select from import_row row join import i on i.book_id = row.book_id and i.id = row.import_id
          where row.book_id = ${book} and i.act_id = ${act} and row.is_added and row.transaction_id = posting.transaction_id
        )
    )`;
  return rows.map(({ id }) => id);
}

import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';

/** Lists the recent payees of a book, most frequent first, as suggestions. */
export async function recentPayees(sql: TransactionSql, book: string, today: Day): Promise<string[]> {
  const rows = await sql<{ payee: string }[]>`
    select coalesce(shown.name, p.name) as payee from (
      select payee_id from transaction where book_id = ${book} and booked_on <= ${today}
      order by booked_on desc, id desc limit 300
    ) latest join payee p on p.book_id = ${book} and p.id = latest.payee_id
      left join payee shown on shown.book_id = ${book} and shown.id = p.merged_into
    group by coalesce(shown.name, p.name) order by count(*) desc, coalesce(shown.name, p.name) limit 50`;
  return rows.map((row) => row.payee);
}

/** Lists payees with what is typed in their name, those that begin with it first; none for less than two characters. */
export async function payeesLike(sql: TransactionSql, book: string, typed: string): Promise<string[]> {
  if ([...typed].length < 2) return [];
  const rows = await sql<{ name: string }[]>`
    select name from payee, names_matching(${typed}) found
    where book_id = ${book} and id = any(found.payees) and merged_into is null
    order by starts_with(plain_name, plain_text(${typed})) desc, plain_name limit 20`;
  return rows.map((row) => row.name);
}

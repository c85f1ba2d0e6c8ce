import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';

/** What went to or came from an upper category, with all below it, in some days and one currency. */
export interface CategorySum {
  readonly id: string;
  readonly name: string;
  readonly kind: 'spent' | 'received';
  readonly currency: string;
  /** Above zero on the usual way: out for spent, in for received. */
  readonly sum: bigint;
}

/**
 * Sums of the days from `first` on and before `next`. Moves and opening balances are on categories of another kind, so
 * they can never count here.
 */
export async function sumsByCategory(
  sql: TransactionSql,
  book: string,
  { first, next }: { readonly first: Day; readonly next: Day },
): Promise<CategorySum[]> {
  return sql<CategorySum[]>`
    select upper.id, upper.name, upper.kind, m.currency,
      sum(case upper.kind when 'spent' then m.sum else -m.sum end) as sum
    from (
      select category_id, currency, sum(amount_minor) as sum from posting
      where book_id = ${book} and category_id is not null and booked_on >= ${first} and booked_on < ${next}
      group by category_id, currency
    ) m
      join category c on c.book_id = ${book} and c.id = m.category_id and c.kind <> 'equity'
      join category upper on upper.book_id = ${book} and upper.id = coalesce(c.parent_id, c.id)
    group by upper.id, upper.name, upper.kind, m.currency
    order by sum desc, upper.name`;
}

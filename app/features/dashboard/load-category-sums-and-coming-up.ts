import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { type Category, shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { type Ahead, loadAhead, loadComing } from '../../schedules/load-coming-up.ts';
import type { Planned } from '../../schedules/planned-occurrences.ts';

/** Sum of a top-level category with its children, over some days and in one currency. */
export interface CategorySum {
  readonly id: string;
  readonly name: string;
  readonly role: 'unsorted' | null;
  readonly kind: 'spent' | 'received';
  readonly currency: string;
  /** Positive in the usual direction: out for spent, in for received. */
  readonly sum: bigint;
}

/**
 * Sums the days from `first` (inclusive) to `next` (exclusive). Moves and opening balances are on equity categories, so
 * they never count here.
 */
export async function sumsByCategory(
  sql: TransactionSql,
  book: string,
  { first, next }: { readonly first: Day; readonly next: Day },
): Promise<CategorySum[]> {
  return sql<CategorySum[]>`
    select upper.id, upper.name, upper.role, upper.kind, m.currency,
      sum(case upper.kind when 'spent' then m.sum else -m.sum end) as sum
    from (
      select category_id, currency, sum(amount_minor) as sum from posting
      where book_id = ${book} and category_id is not null and booked_on >= ${first} and booked_on < ${next}
      group by category_id, currency
    ) m
      join category c on c.book_id = ${book} and c.id = m.category_id and c.kind <> 'equity'
      join category upper on upper.book_id = ${book} and upper.id = coalesce(c.parent_id, c.id)
    group by upper.id, upper.name, upper.role, upper.kind, m.currency
    order by sum desc, upper.name`;
}

/** What is waiting, and what is dated ahead. */
export interface ComingUp {
  readonly planned: readonly Planned[];
  readonly ahead: readonly Ahead[];
  /** Categories that the planned entries name. */
  readonly categories: readonly Category[];
}

/** Loads what is to come within 30 days. */
export async function loadComingUp(sql: TransactionSql, book: string, today: Day): Promise<ComingUp> {
  const { planned } = await loadComing(sql, book, today);
  if (planned.length === 0) return { planned, ahead: [], categories: [] };
  const [ahead, categories] = await Promise.all([loadAhead(sql, book, today), shownCategories(sql, book)]);
  return { planned, ahead, categories };
}

import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { countMatching, type Matching } from '../../ledger/count-and-lock-matches.ts';
import { findPayee } from '../../ledger/find-payee-and-last-transaction.ts';
import { tagsOf } from '../../ledger/list-and-set-tags.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { filterOf, rowsOf } from '../../ledger/transaction-filter-in-url.ts';
import { cursorOf, listAround, listTransactions } from '../../ledger/transaction-list.ts';
import { totalsOf } from './query-totals.ts';

const rowsOnPage = 50;
/** Number of the nearest rows dated ahead, shown above the first page. */
const rowsAhead = 3;

interface Query {
  readonly after?: string;
  readonly before?: string;
}

/** Today's date in the book, and the day of the calendar month on which its months begin. */
interface Calendar {
  readonly today: Day;
  readonly monthStart: number;
}

/** @param mayEdit counts all rows of a filter as well, which an editor may change at once */
export async function loadList(
  sql: TransactionSql,
  book: string,
  query: Query & Parameters<typeof filterOf>[0],
  { today, monthStart }: Calendar,
  mayEdit: boolean,
) {
  const filter = filterOf(query);
  const rows = rowsOf(filter, monthStart);
  const cursors = { after: cursorOf(query.after), before: cursorOf(query.before) };
  const isFirst = !cursors.after && !cursors.before && (rows.days?.first ?? '') <= today;
  const isCounted = mayEdit && Object.keys(filter).length > 0;
  const [page, totals, accounts, categories, tags, matching, payee] = await Promise.all([
    isFirst
      ? listAround(sql, book, rows, today, { ahead: rowsAhead, upToday: rowsOnPage })
      : listTransactions(sql, book, rows, { limit: rowsOnPage, ...cursors }),
    filter.month || filter.week ? totalsOf(sql, book, rows, today) : [],
    accountsOf(sql, book),
    shownCategories(sql, book),
    tagsOf(sql, book),
    isCounted ? countMatching(sql, book, rows) : (null satisfies Matching | null),
    filter.payee === undefined ? undefined : findPayee(sql, book, filter.payee),
  ]);
  return { filter, page, totals, accounts, categories, tags, matching, payee };
}

import { filterOf, rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { cursorOf } from '../../ledger/transaction-list.ts';
import { cameFromOverview, fromOverview, overviewAddress } from '../../web/links-to-and-from-overview.ts';

type Query = Parameters<typeof filterOf>[0] & { readonly after?: string; readonly before?: string };

/** URL of a page of the book's list, without empty and invalid parts. */
export function listAddress(book: string, query: Query): string {
  const { after, before } = query;
  return rowsAddress(book, filterOf(query), {
    ...(after && cursorOf(after) && { after }),
    ...(before && cursorOf(before) && { before }),
  });
}

/**
 * URL of the page that a form came from: a page of the list, or the overview of a month. The field `return` holds only
 * its query, so that it cannot lead anywhere else.
 */
export function returnAddress(book: string, query = ''): string {
  const asked = Object.fromEntries(new URLSearchParams(query));
  return cameFromOverview(asked) ? overviewAddress(book, asked['month']) : listAddress(book, asked);
}

/** Query that {@link returnAddress} reads; empty for the whole list. */
export function returnQuery(address: string): string {
  const [path = '', query = ''] = address.split('?', 2);
  return path.endsWith('/transactions') ? query : fromOverview(new URLSearchParams(query).get('month'));
}

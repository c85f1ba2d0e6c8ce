import { filterOf, rowsAddress } from '../../ledger/filter.ts';
import { cursorOf } from '../../ledger/transaction-list.ts';

type Query = Parameters<typeof filterOf>[0] & { readonly after?: string; readonly before?: string };

/** The address of a page of the book's list, as short as it can be: what is empty or cannot be is left out. */
export function listAddress(book: string, query: Query): string {
  const { after, before } = query;
  return rowsAddress(book, filterOf(query), {
    ...(after && cursorOf(after) && { after }),
    ...(before && cursorOf(before) && { before }),
  });
}

/** The list that a form came from; its field `return` has the query of that alone, so that it never leads anywhere else. */
export function returnAddress(book: string, query = ''): string {
  return listAddress(book, Object.fromEntries(new URLSearchParams(query)));
}

/** What {@link returnAddress} reads; empty for the whole list. */
export function returnQuery(address: string): string {
  return address.split('?', 2)[1] ?? '';
}

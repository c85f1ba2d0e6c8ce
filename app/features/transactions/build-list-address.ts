import { filterOf, rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { cursorOf } from '../../ledger/transaction-list.ts';

type Query = Parameters<typeof filterOf>[0] & { readonly after?: string; readonly before?: string };

/** URL of a page of the book's list, without empty and invalid parts. */
export function listAddress(book: string, query: Query): string {
  const { after, before } = query;
  return rowsAddress(book, filterOf(query), {
    ...(after && cursorOf(after) && { after }),
    ...(before && cursorOf(before) && { before }),
  });
}

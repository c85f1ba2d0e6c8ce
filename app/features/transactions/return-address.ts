import { cameFromOverview, fromOverview, overviewAddress } from '../../web/links-to-and-from-overview.ts';
import { listAddress } from './build-list-address.ts';

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

/** Query part with the page to return to: a whole query, or the end of one. */
export function backTo(list: string, before: '?' | '&' = '?'): string {
  const query = returnQuery(list);
  return query === '' ? '' : `${before}return=${encodeURIComponent(query)}`;
}

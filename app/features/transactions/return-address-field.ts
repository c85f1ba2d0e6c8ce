import { html, type Markup } from '../../web/html.ts';
import { returnQuery } from './list-address.ts';

/** Hidden field with the page to return to; none for the whole list. */
export function returnAddressField(list: string): Markup {
  const query = returnQuery(list);
  return query === '' ? '' : html`<input type="hidden" name="return" value="${query}">`;
}

/** Query part with the page to return to: a whole query, or the end of one. */
export function backTo(list: string, before: '?' | '&' = '?'): string {
  const query = returnQuery(list);
  return query === '' ? '' : `${before}return=${encodeURIComponent(query)}`;
}

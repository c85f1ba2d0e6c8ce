import { html, type Markup } from '../../web/html.ts';
import { returnQuery } from './list-address.ts';

/** The hidden field that brings a form back to its list; none for the whole list. */
export function returnField(list: string): Markup {
  const query = returnQuery(list);
  return query === '' ? '' : html`<input type="hidden" name="return" value="${query}">`;
}

/** The same in the address of a form. */
export function backTo(list: string): string {
  const query = returnQuery(list);
  return query === '' ? '' : `?return=${encodeURIComponent(query)}`;
}

import { html, type Markup } from '../../web/html.ts';
import { returnQuery } from './return-address.ts';

/** Hidden field with the page to return to; none for the whole list. */
export function returnAddressField(list: string): Markup {
  const query = returnQuery(list);
  return query === '' ? '' : html`<input type="hidden" name="return" value="${query}">`;
}

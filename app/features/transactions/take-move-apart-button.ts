import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import { returnAddressField } from './return-address-field.ts';

export interface ApartView {
  readonly book: string;
  readonly csrf: string;
  /** URL of the page to return to. */
  readonly list: string;
}

/** Button that takes a move apart. */
export function apartForm(
  { book, csrf, list }: ApartView,
  { id, version }: { readonly id: string; readonly version: number },
): Markup {
  return html`<form class="aside" method="post" action="/books/${book}/transactions/${id}/apart">
!${hiddenFields(csrf)}<input type="hidden" name="version" value="${version}">!${returnAddressField(list)}
<button class="secondary">${say('transactions.takeApart')}</button> <small>${say('transactions.takeApartHint')}</small></form>`;
}

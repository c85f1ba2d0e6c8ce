import { type Matching, mostAtOnce } from '../../ledger/count-and-lock-matches.ts';
import { hiddenFields, optionsOf } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import {
  accountChoices,
  actionChoices,
  type BulkChoices,
  categoryChoices,
} from './bulk-form-select-options.ts';

export interface BulkView extends BulkChoices {
  readonly book: string;
  readonly csrf: string;
  /** Query of this page of the list. */
  readonly here: string;
  /** Rows of the filter; undefined when too many, null without a filter. */
  readonly matching: Matching | undefined | null;
}

/** Switch of the list between reading and ticking rows; a style rule shows boxes and bar by it. */
export function selectSwitch(): Markup {
  return html`<label class="button secondary small picking"><input type="checkbox"><span>${say('bulk.select')}</span></label>`;
}

/**
 * Wraps the rows of the list in a form, with a bar that says what to change. The field of each action is shown while the
 * action is chosen, by a style rule; an old browser shows them all, and the server reads the one that belongs.
 */
export function bulkForm(view: BulkView, rows: Markup): Markup {
  const { book, csrf, here, matching } = view;
  return html`<form class="pick" method="post" action="/books/${book}/transactions/bulk">!${hiddenFields(csrf)}
<input type="hidden" name="return" value="${here}">
!${rows}
<div class="card bulk">
<div class="whole"><label class="check on-page" hidden><input type="checkbox"><span>${say('bulk.allOnPage')}</span></label>!${allOf(matching)}</div>
<label class="does"><span class="hidden">${say('bulk.action')}</span><select name="what">!${optionsOf(actionChoices(view))}</select></label>
<label class="of-category"><span class="hidden">${say('common.category')}</span><select name="category">!${optionsOf(categoryChoices(view))}</select></label>
<label class="of-payee"><span class="hidden">${say('transactions.who')}</span><input name="payee" autocomplete="off" placeholder="${say('transactions.who')}"></label>
<label class="of-tag"><span class="hidden">${say('transactions.tag')}</span><input name="tag" list="bulk-tags" placeholder="${say('transactions.tag')}"></label>
<datalist id="bulk-tags">!${view.tags.map(({ name }) => html`<option value="${name}"></option>`)}</datalist>
<label class="of-account"><span class="hidden">${say('transactions.account')}</span><select name="account">!${optionsOf(accountChoices(view))}</select></label>
<button>${say('bulk.apply')}</button>
</div></form>`;
}

function allOf(matching: BulkView['matching']): Markup {
  if (matching === null) return '';
  if (matching === undefined) return html`<small>${say('bulk.tooMany', { most: mostAtOnce })}</small>`;
  const { count, mark } = matching;
  return html`<label class="check"><input type="checkbox" name="all" value="${count}"><span>${say('bulk.all', { count })}</span></label><input type="hidden" name="mark" value="${mark}">`;
}

import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import {
  accountChoices,
  actionChoices,
  type BulkChoices,
  categoryChoices,
} from './bulk-form-select-options.ts';
import type { BulkForm } from './bulk-schema.ts';

export interface BulkPageView extends BulkChoices {
  readonly book: string;
  readonly csrf: string;
  readonly key: string | undefined;
  /** URL of the list to return to. */
  readonly list: string;
  readonly form: BulkForm;
  /** Number of rows that would be changed. */
  readonly count: number;
  readonly problems?: Problems;
  /** Sentence about what has happened since the list was shown. */
  readonly told?: string;
}

/** Renders the change of many rows apart from the list: with what is wrong in it, or after the rows have changed. */
export function bulkPage(view: BulkPageView): Markup {
  const { book, csrf, key, list, form, count, problems = {}, told } = view;
  const { row, all, mark, what } = form;
  const hidden = [
    ...[row ?? []].flat().map((one) => ['row', one] as const),
    ...(all === undefined ? [] : [['all', all] as const, ['mark', mark ?? ''] as const]),
    ['return', form.return ?? ''] as const,
  ].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const back = html`<a href="${list}">${say('transactions.goToList')}</a>`;
  if (count === 0)
    return html`<div class="narrow"><h1>${say('bulk.title')}</h1><p>${told ?? say('bulk.none')}</p><p>!${back}</p></div>`;
  return html`<div class="narrow"><h1>${say('bulk.title')}</h1>
!${told === undefined ? '' : html`<p role="status">${told}</p>`}!${problemSummary(problems)}
<form class="card pick-one" method="post" action="/books/${book}/transactions/bulk">!${hiddenFields(csrf, key)}!${hidden}
<p>${say('bulk.selected', { count })}</p>
!${select({ name: 'what', label: say('bulk.action'), value: what, groups: actionChoices(view) })}
<div class="of-category">!${select({ name: 'category', label: say('common.category'), value: form.category ?? '', required: 'unmarked', groups: categoryChoices(view), problem: problems['category'] })}</div>
<div class="of-payee">!${field({ name: 'payee', label: say('transactions.who'), value: form.payee ?? '', required: 'unmarked', problem: problems['payee'] })}</div>
<div class="of-tag">!${field({ name: 'tag', label: say('transactions.tag'), value: form.tag ?? '', required: 'unmarked', suggestions: view.tags.map(({ name }) => name), problem: problems['tag'] })}</div>
<div class="of-account">!${select({ name: 'account', label: say('transactions.account'), value: form.account ?? '', required: 'unmarked', groups: accountChoices(view), problem: problems['account'] })}</div>
<div class="buttons"><button>${say('bulk.applyTo', { count })}</button>!${back}</div>
<p><small>${say('bulk.undoHint')}</small></p>
</form></div>`;
}

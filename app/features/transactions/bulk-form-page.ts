import type { Changed, Why } from '../../ledger/bulk-change.ts';
import type { Transaction } from '../../ledger/transaction.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { transactionRows } from '../../web/transaction-rows.ts';
import { type PlainKey, say } from '../../words/say.ts';
import { accountChoices, actionChoices, type BulkChoices, categoryChoices } from './bulk-choices.ts';
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

const reasons: Readonly<Record<Why, PlainKey>> = {
  changed: 'bulk.keptChanged',
  gone: 'bulk.keptGone',
  split: 'bulk.keptSplit',
  moved: 'bulk.keptMoved',
  opening: 'bulk.keptOpening',
  spent: 'bulk.keptSpent',
  received: 'bulk.keptReceived',
  closed: 'bulk.keptClosed',
  reconciled: 'bulk.keptReconciled',
  currency: 'bulk.keptCurrency',
  early: 'bulk.keptEarly',
};

export interface KeptView {
  readonly book: string;
  readonly locale: string;
  /** URL of the list, which offers to undo what was changed. */
  readonly list: string;
  readonly changed: Changed;
  /** Those of the rows that are named and are still there. */
  readonly rows: readonly Transaction[];
}

/** Renders the rows that could not take a change, by reason. */
export function keptPage({ book, locale, list, changed, rows }: KeptView): Markup {
  const { count, kept } = changed;
  const sections = kept.map(({ why, count: ofIt, ids }) => {
    const shown = rows.filter(({ id }) => ids.includes(id));
    const more = ofIt - shown.length;
    return html`<h2 class="day">${say(reasons[why])} (${say('common.rows', { count: ofIt })})</h2>
!${shown.length > 0 ? html`<div class="card list">!${transactionRows(shown, { book, locale })}</div>` : ''}!${shown.length > 0 && more > 0 ? html`<p class="quiet">${say('bulk.andMore', { count: more })}</p>` : ''}`;
  });
  return html`<div class="narrow"><h1>${count === 0 ? say('bulk.notChanged') : say('bulk.inPart')}</h1>
<p>${count === 0 ? say('bulk.staysAsIs') : say('bulk.changedSome', { count })}</p>
!${sections}
<p class="aside"><a class="button" href="${list}">${say('transactions.goToList')}</a></p></div>`;
}

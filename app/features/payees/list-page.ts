import { shortDay, type Writing } from '../../format-days-and-times.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { field } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { joinList } from '../../words/join-list.ts';
import { say, sayMarkup } from '../../words/say.ts';
import type { UsedPayee } from './store.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly writing: Writing;
  readonly payees: readonly UsedPayee[];
  /** Words that were searched for. */
  readonly text: string;
  /** Last payee of the page, when there are more. */
  readonly more: string | null;
}

/** Lists payees by name, with the number of their rows and the day of the newest; each name links to its rows. */
export function listPage(view: ListView): Markup {
  const { book, payees, text, more } = view;
  if (payees.length === 0 && text === '') {
    return html`<div class="card empty narrow">!${icon('person')}<h1>${say('payees.none')}</h1><p>${say('payees.noneHint')}</p></div>`;
  }
  const next = new URLSearchParams({ ...(text !== '' && { text }), after: more ?? '' });
  return html`<h1>${say('payees.title')}</h1>
<form class="find" method="get" action="/books/${book.id}/payees" role="search">!${field({ name: 'text', label: say('common.name'), type: 'search', value: text, required: 'unmarked', maxLength: 100 })}<button class="secondary">${say('payees.find')}</button></form>
!${payees.length === 0 ? html`<p class="quiet">${say('payees.noneFound')}</p>` : html`<div class="card list"><ul class="rows">!${payees.map((payee) => row(payee, view))}</ul></div>`}
<nav class="pages" aria-label="${say('common.pages')}"><span></span>!${more === null ? '' : html`<a class="button secondary" href="/books/${book.id}/payees?${next.toString()}">${say('common.more')}!${icon('forward')}</a>`}</nav>`;
}

function row({ id, name, rows, lastOn, others }: UsedPayee, { book, writing }: ListView): Markup {
  const count = say('common.rows', { count: rows });
  const use = lastOn === null ? count : say('payees.lastOn', { rows: count, day: shortDay(lastOn, writing) });
  const names = joinList(others.map((other) => other.name));
  const more = names === '' ? use : `${use} · ${say('payees.spellings', { names })}`;
  const edit = html`<a class="quiet-link" href="/books/${book.id}/payees/${id}">!${sayMarkup('payees.edit', { name, hidden })}</a>`;
  return html`<li><div><a class="what" href="${rowsAddress(book.id, { payee: id })}"><b>${name}</b><small>${more}</small></a>!${book.role === 'viewer' ? '' : edit}</div></li>`;
}

import type { Rule } from '../../ledger/rules/rule-types.ts';
import { hiddenFields } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say, sayMarkup } from '../../words/say.ts';
import { actionWords, conditionWords, type Named } from './rule-words.ts';

export interface ListView extends Named {
  readonly book: { readonly id: string; readonly role: string };
  readonly csrf: string;
  readonly rules: readonly Rule[];
}

/** Lists the rules in the order in which they are applied, each with buttons to move it. */
export function listPage(view: ListView): Markup {
  const { book, rules } = view;
  const path = `/books/${book.id}/rules`;
  const mayChange = book.role !== 'viewer';
  const add = html`<a class="button" href="${path}/new">!${icon('add')}${say('rules.add')}</a>`;
  if (rules.length === 0) {
    return html`<div class="card empty narrow">!${icon('categories')}<h1>${say('rules.none')}</h1><p>${say('rules.noneHint')}</p>!${mayChange ? add : ''}</div>`;
  }
  const apply = html`<p><a class="button secondary" href="${path}/apply">${say('rules.applyAll')}</a></p>`;
  return html`<div class="head"><h1>${say('rules.title')}</h1>!${mayChange ? add : ''}</div>
<p class="quiet">${say('rules.orderHint')}</p>
<div class="card list"><ol class="rows">!${rules.map((rule, index) => row(rule, index, view))}</ol></div>
!${mayChange ? apply : ''}`;
}

function row(rule: Rule, index: number, view: ListView): Markup {
  const { book, rules, csrf } = view;
  const path = `/books/${book.id}/rules/${rule.id}`;
  const what = conditionWords(rule, view);
  const move = (to: 'up' | 'down') =>
    html`<form method="post" action="${path}/move">!${hiddenFields(csrf)}<input type="hidden" name="to" value="${to}"><button class="small secondary">!${sayMarkup(`rules.move.${to}`, { rule: what, hidden })}</button></form>`;
  const edit = html`<a class="quiet-link" href="${path}">!${sayMarkup('rules.editThis', { rule: what, hidden })}</a>`;
  const ways =
    book.role === 'viewer'
      ? ''
      : html`!${index > 0 ? move('up') : ''}!${index < rules.length - 1 ? move('down') : ''}!${edit}`;
  return html`<li><div><span class="what sentence"><b>${say('rules.if', { conditions: what })}</b><small>${actionWords(rule, view)}</small></span>!${ways}</div></li>`;
}

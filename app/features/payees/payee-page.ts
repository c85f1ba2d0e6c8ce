import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { field, hiddenFields, type Problems, problemSummary } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { say, sayMarkup } from '../../words/say.ts';
import type { UsedPayee } from './store.ts';

export interface PayeeView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly payee: UsedPayee;
  /** Names of the other payees, to merge it into. */
  readonly names: readonly string[];
  /** Typed values. @default its name, and none to merge it into */
  readonly values?: { readonly name?: string; readonly into?: string };
  readonly problems?: Problems;
}

/** Renders a payee: to rename it, to merge it into another, and to take apart what was merged into it. */
export function payeePage(view: PayeeView): Markup {
  const { book, csrf, key, payee, names, values = {}, problems = {} } = view;
  const { id, name, rows } = payee;
  const path = `/books/${book}/payees/${id}`;
  const count = say('common.rows', { count: rows });
  return html`<div class="narrow"><h1>${name}</h1>
!${problemSummary(problems)}
<p><a href="${rowsAddress(book, { payee: id })}">${say('payees.toRows')}</a> <span class="quiet">${count}</span></p>
<form class="card" method="post" action="${path}">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: values.name ?? name, hint: say('common.renameHint'), problem: problems['name'] })}
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/payees">${say('common.cancel')}</a></div>
</form>
!${
    names.length === 0
      ? ''
      : html`<h2 class="day">${say('payees.mergeHeading')}</h2>
<form class="card" method="post" action="${path}/merge">!${hiddenFields(csrf, key)}
!${field({ name: 'into', label: say('payees.into'), value: values.into ?? '', hint: say('payees.intoHint', { name }), suggestions: names, problem: problems['into'] })}
<div class="buttons"><button class="secondary">${say('payees.merge')}</button></div>
</form>`
  }
!${spellings(view, path)}</div>`;
}

function spellings({ payee, csrf }: PayeeView, path: string): Markup {
  if (payee.others.length === 0) return '';
  const rows = payee.others.map(
    ({ id, name }) =>
      html`<li><div><span class="what"><b>${name}</b></span><form method="post" action="${path}/apart">!${hiddenFields(csrf)}<input type="hidden" name="spelling" value="${id}"><button class="small secondary">!${sayMarkup('payees.takeApart', { name, hidden })}</button></form></div></li>`,
  );
  return html`<h2 class="day">${say('payees.spellingsHeading')}</h2><div class="card list"><ul class="rows">!${rows}</ul></div>`;
}

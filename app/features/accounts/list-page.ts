import type { Account } from '../../ledger/accounts.ts';
import { totalsByCurrency } from '../../ledger/balances.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { balance } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly locale: string;
  readonly accounts: readonly Account[];
  readonly balances: ReadonlyMap<string, bigint>;
}

/** Lists all accounts with today's balance; closed ones in a separate section. */
export function listPage(view: ListView): Markup {
  const { accounts, book } = view;
  if (accounts.length === 0) return noneYet(book);
  const open = accounts.filter((account) => account.closedOn === null);
  const closed = accounts.filter((account) => account.closedOn !== null);
  return html`<div class="head"><h1>${say('accounts.title')}</h1>!${book.role === 'viewer' ? '' : html`<span class="buttons"><a class="button secondary" href="/books/${book.id}/imports">!${icon('import')}${say('imports.title')}</a><a class="button" href="/books/${book.id}/accounts/new">!${icon('add')}${say('accounts.add')}</a></span>`}</div>
!${totals(view)}
!${open.length > 0 ? list(open, view) : ''}
!${closed.length > 0 ? html`<section><h2 class="day">${say('accounts.closed')}</h2>!${list(closed, view)}</section>` : ''}`;
}

/**
 * Totals of all accounts, as on the overview; a currency used only by closed accounts is left out when its total is
 * zero.
 */
function totals({ accounts, balances, locale }: ListView): Markup {
  const inUse = new Set(
    accounts.filter((account) => account.closedOn === null).map(({ currency }) => currency),
  );
  const all = [...totalsByCurrency(accounts, balances)].filter(
    ([currency, sum]) => inUse.has(currency) || sum !== 0n,
  );
  const sums = all.map(
    ([currency, sum]) =>
      html`<li>${say('accounts.together')} <strong>!${balance(sum, currency, locale)}</strong></li>`,
  );
  return html`<ul class="totals">!${sums}</ul>`;
}

function list(accounts: readonly Account[], view: ListView): Markup {
  return html`<div class="card list"><ul class="rows">!${accounts.map((account) => row(account, view))}</ul></div>`;
}

function row({ id, name, kind, currency, closedOn }: Account, { book, balances, locale }: ListView): Markup {
  return html`<li><div>
<a class="what" href="${rowsAddress(book.id, { account: id })}"><b>${name}</b><small>${say(`accountKinds.${kind}`)}</small></a>
!${balance(balances.get(id) ?? 0n, currency, locale)}
!${book.role === 'viewer' ? '' : html`<a class="quiet-link" href="/books/${book.id}/accounts/${id}">${closedOn === null ? say('common.edit') : say('accounts.reopen')}<span class="hidden"> ${name}</span></a>`}
</div></li>`;
}

function noneYet(book: ListView['book']): Markup {
  return html`<div class="card empty narrow">!${icon('accounts')}<h1>${say('accounts.noneYet')}</h1>
<p>${say('accounts.noneHint')}</p>
!${book.role === 'viewer' ? '' : html`<a class="button" href="/books/${book.id}/accounts/new">${say('accounts.add')}</a>`}</div>`;
}

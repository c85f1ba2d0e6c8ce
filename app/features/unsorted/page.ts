import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { Payee } from '../../ledger/find-payee-and-last-transaction.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { signedAmount } from '../../web/amount.ts';
import { allCategoryGroups } from '../../web/category-choices.ts';
import { hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say, sayMarkup } from '../../words/say.ts';
import type { Group } from './store.ts';

export interface UnsortedView {
  readonly book: { readonly id: string; readonly role: string };
  readonly csrf: string;
  readonly writing: Writing;
  readonly groups: readonly Group[];
  /** True when there are more payees than are shown. */
  readonly more: boolean;
  readonly categories: readonly Category[];
  /** By `fieldOf` a payee, for the form that was sent. */
  readonly problems?: Problems;
  readonly key?: string;
}

/** Renders the rows that are not sorted yet, a form for each payee: one press sorts all of its rows. */
export function unsortedPage(view: UnsortedView): Markup {
  const { groups, more, problems = {} } = view;
  if (groups.length === 0) {
    return html`<div class="card empty narrow">!${icon('categories')}<h1>${say('unsorted.none')}</h1><p>${say('unsorted.noneHint')}</p></div>`;
  }
  return html`<div class="narrow"><h1>${say('categoryRoles.unsorted')}</h1>
<p class="quiet">${say('unsorted.hint')}</p>
!${problemSummary(problems)}
!${groups.map((group) => card(group, view))}
!${more ? html`<p class="quiet">${say('unsorted.more')}</p>` : ''}</div>`;
}

function card(group: Group, view: UnsortedView): Markup {
  const { payee, rows, lastOn, sums } = group;
  const { book, writing } = view;
  const name = payee?.name ?? say('unsorted.noPayee');
  const category =
    view.categories.find((one) => one.role === 'unsorted' && one.kind === group.kind)?.id ?? '';
  const address = rowsAddress(book.id, { category, ...(payee && { payee: payee.id }) });
  const use = say('payees.lastOn', {
    rows: say('common.rows', { count: rows }),
    day: shortDay(lastOn, writing),
  });
  const amounts = sums.map(({ currency, amount }) => signedAmount(BigInt(amount), currency, writing.locale));
  return html`<section class="card group"><div class="head"><h2><a href="${address}">${name}</a></h2><span class="sums">!${amounts}</span></div><p class="quiet">${use}</p>!${book.role === 'viewer' ? '' : sortForm(group, view)}</section>`;
}

/** Id of the field of a payee's category. */
export function fieldOf(payee: Payee | null): string {
  return `category-${payee?.id ?? 'none'}`;
}

function sortForm({ payee, kind, usual }: Group, view: UnsortedView): Markup {
  const { book, csrf, categories, problems = {}, key } = view;
  const problem = problems[fieldOf(payee)];
  const sorted = categories.filter((one) => one.role === null);
  const groups = [
    { name: '', choices: [{ value: '', label: say('unsorted.choose') }] },
    ...allCategoryGroups(sorted, kind),
  ];
  return html`<form method="post" action="/books/${book.id}/unsorted">!${hiddenFields(csrf, problem ? key : undefined)}<input type="hidden" name="payee" value="${payee?.id ?? 'none'}">
!${select({ name: 'category', id: fieldOf(payee), label: say('common.category'), value: usual ?? '', groups, problem })}
<div class="buttons"><button name="intent" value="sort">!${sayMarkup('unsorted.sort', { payee: payee?.name ?? say('unsorted.noPayee'), hidden })}</button>!${payee ? html`<button class="secondary" name="intent" value="always">${say('rules.always')}</button>` : ''}</div></form>`;
}

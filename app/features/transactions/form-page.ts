import type { Day } from '../../calendar.ts';
import { dayField } from '../../web/day-field.ts';
import {
  checkbox,
  field,
  hiddenFields,
  type Problems,
  problemSummary,
  saveByEnter,
} from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type IconName, icon } from '../../web/icons.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import type { Known } from './draft-to-entry.ts';
import { type Draft, MOST_LINES } from './form-draft.ts';
import { fieldsOfKind } from './form-fields.ts';
import { hiddenDraftFields } from './hidden-draft-fields.ts';
import { backTo, returnAddressField } from './return-address-field.ts';

export interface FormView {
  readonly book: string;
  readonly csrf: string;
  /** Idempotency key; absent for a new form, kept by one shown again. */
  readonly key?: string;
  readonly draft: Draft;
  readonly known: Known;
  readonly locale: string;
  readonly payees: readonly string[];
  readonly problems?: Problems;
  /** An implausible day that is saved only after a confirmation. */
  readonly unsure?: Day;
  /** The transaction being edited; absent for a new one. */
  readonly editing?: { readonly id: string; readonly version: number } | undefined;
  /** URL of the page to return to. @default the whole list */
  readonly list?: string;
}

export function formPage(view: FormView): Markup {
  const { book, draft, editing, problems = {} } = view;
  const path = `/books/${book}/transactions`;
  const { accounts } = view.known;
  if (accounts.length === 0) return accountFirst(book);
  return html`<div class="narrow">
<h1>${headline(view)}</h1>
!${problemSummary(problems)}!${problems['account'] ? '' : closedHint(view)}
<form class="card" method="post" action="${editing ? `${path}/${editing.id}` : path}" data-count="${path}/count${editing ? `?of=${editing.id}` : ''}">
!${hiddenFields(view.csrf, view.key)}
!${saveByEnter()}
<input type="hidden" name="kind" value="${draft.kind}">
!${returnAddressField(view.list ?? path)}!${editing ? html`<input type="hidden" name="version" value="${editing.version}">` : ''}
!${editing ? '' : html`!${hiddenDraftFields(draft)}!${kindButtons(draft.kind)}`}
!${draft.kind === 'moved' && accounts.length === 1 ? secondAccount(book) : ''}!${fieldsOfKind(view)}
<div class="columns">
!${dayField({ name: 'bookedOn', label: say('transactions.date'), value: draft.bookedOn, writing: draft, today: draft.today, meant: draft.bookedOnMeant, sure: draft.bookedOnSure, problem: problems['bookedOn'], unsure: view.unsure })}
!${field({ name: 'payee', label: say(`payee.${draft.kind}`), value: draft.payee, problem: problems['payee'], required: false, suggestions: view.payees })}
</div>
!${field({ name: 'note', label: say('transactions.note'), value: draft.note, problem: problems['note'], required: false })}
!${pendingChoices(draft)}
!${buttons(view)}
</form>
!${editing ? html`!${draft.kind === 'opening' ? '' : html`<p class="aside"><a href="${path}/new?copy=${editing.id}${backTo(view.list ?? path, '&')}">${say('transactions.copy')}</a></p>`}!${deleteForm(view, editing)}` : ''}
</div>`;
}

function headline({ draft, editing }: FormView): string {
  if (!editing) return say('common.add');
  return draft.kind === 'opening' ? say(`kinds.${draft.kind}`) : say(`transactions.${draft.kind}Edit`);
}

/** Announces in advance what cannot be changed. */
function closedHint({ known, editing }: FormView): Markup {
  const closed = known.accounts.filter((account) => account.closedOn !== null).map(({ name }) => name);
  if (!editing || closed.length === 0) return '';
  return html`<p class="quiet">${say('transactions.closedHint', { accounts: joinList(closed), count: closed.length })}</p>`;
}

/** Buttons instead of links, so that the input is sent along. */
function kindButtons(kind: string): Markup {
  const choices = (['spent', 'received', 'moved'] as const satisfies IconName[]).map((name) => {
    const current = name === kind ? ' aria-current="true"' : '';
    return html`<button name="intent" value="as-${name}" formnovalidate!${current}>!${icon(name)}${say(`kinds.${name}`)}</button>`;
  });
  return html`<div class="segments" role="group" aria-label="${say('transactions.whatToAdd')}">!${choices}</div>`;
}

function pendingChoices({ kind, pending, pendingTo }: Draft): Markup {
  const choice = (name: string, label: string, checked: boolean) => checkbox({ name, label, checked });
  if (kind !== 'moved') return choice('pending', say('transactions.isPending'), pending);
  return html`!${choice('pending', say('transactions.isPendingFrom'), pending)}!${choice('pendingTo', say('transactions.isPendingTo'), pendingTo)}`;
}

function buttons({ book, draft, editing, list = `/books/${book}/transactions` }: FormView): Markup {
  const more = say(
    draft.kind === 'moved'
      ? 'transactions.addFee'
      : draft.lines.length > 1
        ? 'transactions.addPart'
        : 'transactions.split',
  );
  const canSplit = draft.kind !== 'opening' && draft.lines.length < MOST_LINES;
  return html`<div class="buttons">
<button name="intent" value="save">${say('common.save')}</button>
!${editing ? '' : html`<button class="secondary" name="intent" value="another">${say('transactions.saveAndAdd')}</button>`}
!${canSplit ? html`<button class="secondary" name="intent" value="split" formnovalidate>${more}</button>` : ''}
<a href="${list}">${say('common.cancel')}</a>
</div>`;
}

function deleteForm({ book, csrf, list = '' }: FormView, editing: { id: string; version: number }): Markup {
  return html`<form class="aside" method="post" action="/books/${book}/transactions/${editing.id}/delete">
!${hiddenFields(csrf)}<input type="hidden" name="version" value="${editing.version}">!${returnAddressField(list)}
<button class="danger">${say('transactions.delete')}</button> <small>${say('transactions.deleteHint')}</small></form>`;
}

function accountFirst(book: string): Markup {
  return html`<div class="card empty narrow">!${icon('accounts')}<h1>${say('transactions.accountFirst')}</h1>
<p>${say('transactions.accountFirstHint')}</p><a class="button" href="/books/${book}/accounts/new">${say('accounts.add')}</a></div>`;
}

/** Hint inside the form, so that the input is kept when the kind is switched. */
function secondAccount(book: string): Markup {
  return html`<p class="quiet">${say('transactions.secondAccount')} <a href="/books/${book}/accounts/new">${say('accounts.add')}</a></p>`;
}

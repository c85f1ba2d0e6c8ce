import { checkbox, hiddenFields, type Problems, problemSummary, saveByEnter } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import { bankWords } from './bank-text-beyond-payee-and-note.ts';
import type { Draft } from './form-draft.ts';
import { type ReceiptsView, receiptsField } from './receipts-field.ts';
import { backTo } from './return-address.ts';
import { returnAddressField } from './return-address-field.ts';
import { apartForm } from './take-move-apart-button.ts';
import { kindSwitch, type RowView, rowFields, splitButton } from './transaction-form-fields.ts';

export interface FormView extends RowView {
  readonly csrf: string;
  /** Idempotency key; absent for a new form, kept by one shown again. */
  readonly key?: string;
  /** The transaction being edited; absent for a new one. */
  readonly editing?: { readonly id: string; readonly version: number } | undefined;
  /** Texts that banks wrote of it. @default none */
  readonly raw?: readonly string[];
  readonly receipts: ReceiptsView;
  /** True for a move that was joined of two rows. @default false */
  readonly isJoined?: boolean;
  /** URL of the page to return to. @default the whole list */
  readonly list?: string;
}

export function formPage(view: FormView): Markup {
  const { book, draft, editing, receipts, problems: ofFields = {} } = view;
  const problems: Problems = { ...ofFields, ...(receipts.problem && { files: receipts.problem }) };
  const path = `/books/${book}/transactions`;
  const { accounts } = view.known;
  if (accounts.length === 0) return accountFirst(book);
  return html`<div class="narrow">
<h1>${headline(view)}</h1>
!${problemSummary(problems)}!${problems['account'] ? '' : closedHint(view)}!${bankHint(view)}
<form class="card" method="post" action="${editing ? `${path}/${editing.id}` : path}" data-count="${path}/count${editing ? `?of=${editing.id}` : ''}" enctype="multipart/form-data" data-drop="fill">
!${hiddenFields(view.csrf, view.key)}
!${saveByEnter()}
<input type="hidden" name="kind" value="${draft.kind}">
!${returnAddressField(view.list ?? path)}!${editing ? html`<input type="hidden" name="version" value="${editing.version}">` : ''}
!${editing ? '' : kindSwitch(draft)}
!${rowFields(view)}
!${pendingChoices(draft)}
!${receiptsField(book, receipts)}
!${buttons(view)}
</form>
!${editing ? html`!${draft.kind === 'opening' ? '' : html`<p class="aside"><a href="${path}/new?copy=${editing.id}${backTo(view.list ?? path, '&')}">${say('transactions.copy')}</a> <a href="/books/${book}/schedules/new?like=${editing.id}">${say('schedules.fromThis')}</a></p>`}!${view.isJoined ? apartForm({ ...view, list: view.list ?? path }, editing) : ''}!${deleteForm(view, editing)}` : ''}
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

/** What the bank wrote, which rules can look at, where it is more than payee and note. */
function bankHint({ editing, draft, raw = [] }: FormView): Markup {
  const text = editing ? bankWords(raw, draft) : '';
  return text === '' ? '' : html`<p class="quiet">${say('transactions.bankWroteThis', { text })}</p>`;
}

function pendingChoices({ kind, pending, pendingTo }: Draft): Markup {
  const choice = (name: string, label: string, checked: boolean) => checkbox({ name, label, checked });
  if (kind !== 'moved') return choice('pending', say('transactions.isPending'), pending);
  return html`!${choice('pending', say('transactions.isPendingFrom'), pending)}!${choice('pendingTo', say('transactions.isPendingTo'), pendingTo)}`;
}

function buttons({ book, draft, editing, list = `/books/${book}/transactions` }: FormView): Markup {
  return html`<div class="buttons">
<button name="intent" value="save">${say('common.save')}</button>
!${editing ? '' : html`<button class="secondary" name="intent" value="another">${say('transactions.saveAndAdd')}</button>`}
!${splitButton(draft)}
<a href="${list}">${say('common.cancel')}</a>
</div>`;
}

function deleteForm({ book, csrf, list = '' }: FormView, editing: { id: string; version: number }): Markup {
  return html`<form class="aside" method="post" action="/books/${book}/transactions/${editing.id}/delete">
!${hiddenFields(csrf)}<input type="hidden" name="version" value="${editing.version}">!${returnAddressField(list)}
<button class="danger">${say('transactions.delete')}</button> <small>${say('transactions.deleteHint')}</small></form>`;
}

export function accountFirst(book: string): Markup {
  return html`<div class="card empty narrow">!${icon('accounts')}<h1>${say('transactions.accountFirst')}</h1>
<p>${say('transactions.accountFirstHint')}</p><a class="button" href="/books/${book}/accounts/new">${say('accounts.add')}</a></div>`;
}

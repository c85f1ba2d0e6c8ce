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
import { kindWords } from '../../web/words.ts';
import { carriedFields } from './carried-fields.ts';
import { type Draft, MOST_LINES } from './draft.ts';
import { fieldsOfKind } from './form-fields.ts';
import type { Known } from './read-draft.ts';
import { returnField } from './return-field.ts';

export interface FormView {
  readonly book: string;
  readonly csrf: string;
  /** Absent for a form that is opened; kept by one that comes back. */
  readonly key?: string;
  readonly draft: Draft;
  readonly known: Known;
  readonly locale: string;
  readonly payees: readonly string[];
  readonly problems?: Problems;
  /** The day that is saved only where somebody says that it is right. */
  readonly unsure?: Day;
  /** The transaction that is edited; absent for a new one. */
  readonly editing?: { readonly id: string; readonly version: number } | undefined;
  /** A viewer sees the form, but cannot use it. */
  readonly readOnly?: boolean;
  /** Address of the list to come back to. @default the whole list */
  readonly list?: string;
}

export function formPage(view: FormView): Markup {
  const { book, draft, editing, problems = {}, readOnly = false } = view;
  const path = `/books/${book}/transactions`;
  const { accounts } = view.known;
  if (accounts.length === 0) return accountFirst(book);
  return html`<div class="narrow">
<h1>${headline(view)}</h1>
!${problemSummary(problems)}!${problems['account'] ? '' : closedHint(view)}
<form class="card" method="post" action="${editing ? `${path}/${editing.id}` : path}" data-count="${path}/count${editing ? `?of=${editing.id}` : ''}"><fieldset class="plain"!${readOnly ? ' disabled' : ''}>
!${hiddenFields(view.csrf, view.key)}
!${saveByEnter}
<input type="hidden" name="kind" value="${draft.kind}">
!${editing ? html`<input type="hidden" name="version" value="${editing.version}">!${returnField(view.list ?? path)}` : ''}
!${editing ? '' : html`!${carriedFields(draft)}!${kindButtons(draft.kind)}`}
!${draft.kind === 'moved' && accounts.length === 1 ? secondAccount(book) : ''}!${fieldsOfKind(view)}
<div class="columns">
!${dayField({ name: 'bookedOn', label: 'Date', value: draft.bookedOn, writing: draft, today: draft.today, meant: draft.bookedOnMeant, sure: draft.bookedOnSure, problem: problems['bookedOn'], unsure: view.unsure })}
!${field({ name: 'payee', label: payeeLabels[draft.kind], value: draft.payee, problem: problems['payee'], required: false, suggestions: view.payees })}
</div>
!${field({ name: 'note', label: 'Note', value: draft.note, problem: problems['note'], required: false })}
!${pendingChoices(draft)}
!${readOnly ? '' : buttons(view)}
</fieldset></form>
!${editing && !readOnly ? html`!${draft.kind === 'opening' ? '' : html`<p class="aside"><a href="${path}/new?copy=${editing.id}">Copy this row</a></p>`}!${deleteForm(view, editing)}` : ''}
</div>`;
}

const payeeLabels = {
  spent: 'Paid to',
  received: 'Received from',
  moved: 'Description',
  opening: 'Description',
};

function headline({ draft, editing, readOnly }: FormView): string {
  if (!editing) return 'Add';
  return readOnly || draft.kind === 'opening'
    ? kindWords[draft.kind]
    : `Edit: ${kindWords[draft.kind].toLowerCase()}`;
}

/** Says beforehand what cannot be changed. */
function closedHint({ known, editing, readOnly = false }: FormView): Markup {
  const closed = known.accounts.filter((account) => account.closedOn !== null).map(({ name }) => name);
  if (!editing || readOnly || closed.length === 0) return '';
  return html`<p class="quiet">${closed.join(', ')} ${closed.length === 1 ? 'is' : 'are'} closed: category, payee and notes can be changed. For the rest, reopen it first.</p>`;
}

/** Buttons and not links, so that what was typed comes along. */
function kindButtons(kind: string): Markup {
  const choices = (['spent', 'received', 'moved'] as const satisfies IconName[]).map((name) => {
    const current = name === kind ? ' aria-current="true"' : '';
    return html`<button name="intent" value="as-${name}" formnovalidate!${current}>!${icon(name)}${kindWords[name]}</button>`;
  });
  return html`<div class="segments" role="group" aria-label="What to add">!${choices}</div>`;
}

function pendingChoices({ kind, pending, pendingTo }: Draft): Markup {
  const choice = (name: string, label: string, checked: boolean) => checkbox({ name, label, checked });
  if (kind !== 'moved') return choice('pending', 'Pending: the bank has not booked it yet', pending);
  return html`!${choice('pending', 'Pending where it leaves', pending)}!${choice('pendingTo', 'Pending where it arrives', pendingTo)}`;
}

function buttons({ book, draft, editing, list = `/books/${book}/transactions` }: FormView): Markup {
  const more = draft.kind === 'moved' ? 'Add a fee' : draft.lines.length > 1 ? 'Add a part' : 'Split';
  const canSplit = draft.kind !== 'opening' && draft.lines.length < MOST_LINES;
  return html`<div class="buttons">
<button name="intent" value="save">Save</button>
!${editing ? '' : html`<button class="secondary" name="intent" value="another">Save and add another</button>`}
!${canSplit ? html`<button class="secondary" name="intent" value="split" formnovalidate>${more}</button>` : ''}
<a href="${list}">Cancel</a>
</div>`;
}

function deleteForm({ book, csrf, list = '' }: FormView, editing: { id: string; version: number }): Markup {
  return html`<form class="aside" method="post" action="/books/${book}/transactions/${editing.id}/delete">
!${hiddenFields(csrf)}<input type="hidden" name="version" value="${editing.version}">!${returnField(list)}
<button class="danger">Delete</button> <small>You can undo it right after.</small></form>`;
}

function accountFirst(book: string): Markup {
  return html`<div class="card empty narrow">!${icon('accounts')}<h1>First, an account</h1>
<p>What is spent is spent from somewhere: a bank account, a card, or the cash in your pocket.</p><a class="button" href="/books/${book}/accounts/new">Add an account</a></div>`;
}

/** Within the form, so that what was typed before it was turned stays. */
function secondAccount(book: string): Markup {
  return html`<p class="quiet">Money is moved from one account to another, and there is only one yet. <a href="/books/${book}/accounts/new">Add an account</a></p>`;
}

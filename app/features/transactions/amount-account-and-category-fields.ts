import type { Account } from '../../ledger/accounts.ts';
import { type AmountField, amountField } from '../../web/amount-field.ts';
import { allCategoryGroups, categoryGroups } from '../../web/category-choices.ts';
import { type Choices, checkbox, field, type Problems, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import type { Known } from './draft-to-entry.ts';
import { accountChoice, chosenAccount, type Draft, type DraftLine } from './form-draft.ts';
import { inputEcho } from './understood-input.ts';

type Said = Readonly<Record<string, string>>;

/** Data of a transaction's form fields. */
export interface FieldsView {
  readonly draft: Draft;
  readonly known: Known;
  readonly problems?: Problems;
  readonly locale: string;
}

/** Renders the fields that depend on the kind: amounts, accounts and categories. */
export function fieldsOfKind(view: FieldsView): Markup {
  const { kind } = view.draft;
  if (kind === 'moved') return moveFields(view);
  return kind === 'opening' ? openingFields(view) : outlayFields(view);
}

function outlayFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const said = inputEcho(draft, known);
  const isSplit = draft.lines.length > 1;
  const account = accountSelect(
    'account',
    say(draft.kind === 'spent' ? 'transactions.fromAccount' : 'transactions.toAccount'),
    draft.account,
    view,
  );
  const refund = checkbox({
    name: 'refund',
    label: say(draft.kind === 'spent' ? 'transactions.isRefund' : 'transactions.isPaidBack'),
    checked: draft.refund,
  });
  const [only] = draft.lines;
  const single =
    only &&
    html`!${select({
      name: 'category',
      label: say('common.category'),
      value: only.category,
      groups: groupsForWhole(known, draft.kind, only.category),
      problem: problems['category'],
      ...foreignHint(known, draft.kind, only.category),
    })}!${only.note === '' ? '' : lineNote(only, 0, problems)}`;
  return html`!${wholeField(view, said, isSplit ? { hint: say('transactions.wholeHint') } : {})}
!${isSplit ? parts(view, said) : single}!${account}!${refund}`;
}

function parts({ draft, known, problems = {} }: FieldsView, said: Said): Markup {
  const groups = groupsFor(known, draft.kind);
  const fieldsets = draft.lines.map(
    (line, index) =>
      html`<fieldset class="split"><legend>${say('transactions.part', { number: index + 1 })}</legend>!${lineFields(line, index, { groups, problems, said, required: 'unmarked' })}!${removal(index, say('transactions.removePart', { number: index + 1 }))}</fieldset>`,
  );
  return html`!${rest(said['rest'] ?? '')}!${fieldsets}`;
}

/** Amount left to split; stays visible while the parts below are typed. */
function rest(text: string): Markup {
  return html`<p class="rest"><output id="field-rest-said" for="field-amount">${text}</output> <button class="small secondary by-press" name="intent" value="count" formnovalidate>${say('transactions.countAgain')}</button></p>`;
}

interface LineView {
  readonly groups: Choices['groups'];
  readonly problems: Problems;
  readonly said: Said;
  readonly required: boolean | 'unmarked';
}

function lineFields(line: DraftLine, index: number, { groups, problems, said, required }: LineView): Markup {
  const name = `amount-${index}`;
  const category = index === 0 ? 'category' : `category-${index}`;
  return html`<div class="columns">
!${amountField({ name: 'partAmount', id: name, label: say('transactions.amount'), value: line.amount, takesMinus: true, required, said: said[name] ?? '', problem: problems[name] })}
!${select({ name: 'category', id: category, label: say('transactions.for'), value: line.category, groups, problem: problems[category] })}
</div>!${lineNote(line, index, problems)}`;
}

function removal(index: number, label: string): Markup {
  return html`<button class="small secondary" name="intent" value="remove-${index}" formnovalidate>${label}</button>`;
}

function lineNote(line: DraftLine, index: number, problems: Problems): Markup {
  return field({
    name: 'lineNote',
    id: `lineNote-${index}`,
    label: say('transactions.whatFor'),
    value: line.note,
    problem: problems[`lineNote-${index}`],
    required: false,
  });
}

function moveFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const said = inputEcho(draft, known);
  const currencies = new Set(known.accounts.map((account) => account.currency));
  const arrives = amountField({
    name: 'arrives',
    label: say('transactions.arrives'),
    value: draft.arrives,
    required: false,
    hint: say('transactions.arrivesHint'),
    said: said['arrives'] ?? '',
    problem: problems['arrives'],
  });
  const groups = groupsFor({ ...known, accounts: [] }, 'spent');
  const fees = draft.lines.map(
    (line, index) =>
      html`<fieldset class="split"><legend>${draft.lines.length > 1 ? say('transactions.feeOf', { number: index + 1 }) : say('transactions.fee')}</legend>!${lineFields(line, index, { groups, problems, said, required: 'unmarked' })}!${removal(index, say('transactions.removeFee'))}</fieldset>`,
  );
  return html`!${wholeField(view, said, draft.lines.length > 0 ? { hint: say('transactions.leavesHint') } : {})}
<div class="columns">!${accountSelect('from', say('transactions.from'), draft.from, view)}!${accountSelect('to', say('transactions.to'), draft.to, view)}</div>
!${currencies.size > 1 ? arrives : ''}!${fees}`;
}

function openingFields(view: FieldsView): Markup {
  const { draft, known } = view;
  const said = inputEcho(draft, known);
  return html`!${wholeField(view, said, { hint: say('transactions.openingHint'), takesMinus: true })}
!${accountSelect('account', say('transactions.account'), draft.account, view)}`;
}

function wholeField(
  { draft, problems = {} }: FieldsView,
  said: Said,
  more: Pick<AmountField, 'hint' | 'takesMinus'> = {},
): Markup {
  return amountField({
    name: 'amount',
    label: say('transactions.amount'),
    value: draft.amount,
    placeholder: '0.00',
    look: 'large',
    autofocus: draft.amount === '',
    said: said['amount'] ?? '',
    problem: problems['amount'],
    ...more,
  });
}

function accountSelect(
  name: string,
  label: string,
  value: string,
  { known, problems = {} }: FieldsView,
): Markup {
  const several = new Set(known.accounts.map((account) => account.currency)).size > 1;
  const choices = known.accounts.map((account: Account) => ({
    value: account.id,
    label: several ? `${account.name} (${account.currency})` : account.name,
  }));
  return select({ name, label, value, groups: [{ name: '', choices }], problem: problems[name] });
}

/**
 * Choices for a part: categories of its kind grouped by top-level category, which is itself the first choice of its
 * group; then those of the other kind, and accounts.
 */
export function groupsFor(known: Known, kind: string): Choices['groups'] {
  return [...allCategoryGroups(known.categories, kind), accountGroup(known)].filter(
    ({ choices }) => choices.length > 0,
  );
}

/** Choices for the whole: categories of its kind; accounts only when one is already chosen, by a stored transaction. */
function groupsForWhole(known: Known, kind: string, chosen: string): Choices['groups'] {
  const own = categoryGroups(known.categories, kind);
  return chosenAccount(chosen) === undefined ? own : [...own, accountGroup(known)];
}

function accountGroup(known: Known) {
  const choices = known.accounts.map(({ id, name }) => ({ value: accountChoice(id), label: name }));
  return { name: say('transactions.accountGroup'), choices };
}

/** Hint for a single part with a category of the other kind, which the list cannot show. */
function foreignHint(known: Known, kind: string, chosen: string): { readonly hint?: string } {
  const foreign = known.categories.find((one) => one.id === chosen && one.kind !== kind);
  return foreign ? { hint: say('transactions.onlyPart', { name: foreign.name }) } : {};
}

import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/categories.ts';
import { type Choices, checkbox, field, type Problems, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { kindWords } from '../../web/words.ts';
import { accountChoice, chosenAccount, type Draft, type DraftLine } from './draft.ts';
import type { Known } from './read-draft.ts';
import { saidOf } from './said.ts';

type Said = Readonly<Record<string, string>>;

/** What the fields of a transaction are drawn from. */
export interface FieldsView {
  readonly draft: Draft;
  readonly known: Known;
  readonly problems?: Problems;
  readonly locale: string;
}

/** The fields that differ from kind to kind: amounts, accounts and categories. */
export function fieldsOfKind(view: FieldsView): Markup {
  const { kind } = view.draft;
  if (kind === 'moved') return moveFields(view);
  return kind === 'opening' ? openingFields(view) : outlayFields(view);
}

function outlayFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const said = saidOf(draft, known);
  const isSplit = draft.lines.length > 1;
  const account = accountSelect(
    'account',
    draft.kind === 'spent' ? 'From account' : 'To account',
    draft.account,
    view,
  );
  const refund = checkbox({
    name: 'refund',
    label: draft.kind === 'spent' ? 'A refund: the money came back' : 'Paid back: the money went out',
    checked: draft.refund,
  });
  const [only] = draft.lines;
  const single =
    only &&
    html`!${select({
      name: 'category',
      label: 'Category',
      value: only.category,
      groups: groupsForWhole(known, draft.kind, only.category),
      problem: problems['category'],
      ...foreignHint(known, draft.kind, only.category),
    })}!${only.note === '' ? '' : lineNote(only, 0, problems)}`;
  return html`!${amountField(view, said, isSplit ? 'All parts together.' : undefined)}
!${isSplit ? parts(view, said) : single}!${account}!${refund}`;
}

function parts({ draft, known, problems = {} }: FieldsView, said: Said): Markup {
  const groups = groupsFor(known, draft.kind);
  const fieldsets = draft.lines.map(
    (line, index) =>
      html`<fieldset class="split"><legend>Part ${index + 1}</legend>!${lineFields(line, index, { groups, problems, said, required: 'unmarked' })}!${removal(index, `Remove part ${index + 1}`)}</fieldset>`,
  );
  return html`!${rest(said['rest'] ?? '')}!${fieldsets}`;
}

/** Stays in sight while the parts below it are typed. */
function rest(text: string): Markup {
  return html`<p class="rest"><output id="field-rest-said" for="field-amount">${text}</output> <button class="small secondary by-press" name="intent" value="count" formnovalidate>Count again</button></p>`;
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
!${field({ name: 'partAmount', id: name, label: 'Amount', value: line.amount, inputMode: 'decimal', maxLength: 40, required, said: said[name] ?? '', problem: problems[name] })}
!${select({ name: 'category', id: category, label: 'For', value: line.category, groups, problem: problems[category] })}
</div>!${lineNote(line, index, problems)}`;
}

function removal(index: number, label: string): Markup {
  return html`<button class="small secondary" name="intent" value="remove-${index}" formnovalidate>${label}</button>`;
}

function lineNote(line: DraftLine, index: number, problems: Problems): Markup {
  return field({
    name: 'lineNote',
    id: `lineNote-${index}`,
    label: 'What for',
    value: line.note,
    problem: problems[`lineNote-${index}`],
    required: false,
  });
}

function moveFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const said = saidOf(draft, known);
  const currencies = new Set(known.accounts.map((account) => account.currency));
  const arrives = field({
    name: 'arrives',
    label: 'Amount that arrives',
    value: draft.arrives,
    inputMode: 'decimal',
    maxLength: 40,
    required: false,
    hint: 'Only where the two accounts have different currencies.',
    said: said['arrives'] ?? '',
    problem: problems['arrives'],
  });
  const groups = groupsFor({ ...known, accounts: [] }, 'spent');
  const fees = draft.lines.map(
    (line, index) =>
      html`<fieldset class="split"><legend>Fee!${draft.lines.length > 1 ? html` ${index + 1}` : ''}</legend>!${lineFields(line, index, { groups, problems, said, required: 'unmarked' })}!${removal(index, 'Remove the fee')}</fieldset>`,
  );
  return html`!${amountField(view, said, draft.lines.length > 0 ? 'All that leaves, fees included.' : undefined)}
<div class="columns">!${accountSelect('from', 'From', draft.from, view)}!${accountSelect('to', 'To', draft.to, view)}</div>
!${currencies.size > 1 ? arrives : ''}!${fees}`;
}

function openingFields(view: FieldsView): Markup {
  const { draft, known } = view;
  const said = saidOf(draft, known);
  return html`!${amountField(view, said, 'What you owe stands with a minus: -420.00', 'text')}
!${accountSelect('account', 'Account', draft.account, view)}`;
}

function amountField(
  { draft, problems = {} }: FieldsView,
  said: Said,
  hint?: string,
  inputMode: 'decimal' | 'text' = 'decimal', // on a phone, that for decimals has no minus
): Markup {
  return field({
    name: 'amount',
    label: 'Amount',
    value: draft.amount,
    inputMode,
    maxLength: 40,
    placeholder: '0.00',
    look: 'large',
    autofocus: draft.amount === '',
    said: said['amount'] ?? '',
    problem: problems['amount'],
    ...(hint && { hint }),
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
 * What a part can be for: categories of its kind with the upper level as headings, each itself the first choice below its
 * heading; then those of the other kind, and accounts.
 */
function groupsFor(known: Known, kind: string): Choices['groups'] {
  const other = kind === 'spent' ? 'received' : 'spent';
  const others = categoryGroups(known.categories, other).map((group) => ({
    ...group,
    name: `${kindWords[other]}: ${group.name || 'not sorted'}`,
  }));
  return [...categoryGroups(known.categories, kind), ...others, accountGroup(known)].filter(
    ({ choices }) => choices.length > 0,
  );
}

/** What the whole can be for: categories of its kind; accounts only where one is chosen, by a row that came that way. */
function groupsForWhole(known: Known, kind: string, chosen: string): Choices['groups'] {
  const own = categoryGroups(known.categories, kind);
  return chosenAccount(chosen) === undefined ? own : [...own, accountGroup(known)];
}

function accountGroup(known: Known) {
  const choices = known.accounts.map(({ id, name }) => ({ value: accountChoice(id), label: name }));
  return { name: 'To or from an account', choices };
}

/** For a part of the other kind that is left alone: nothing of the list is chosen then. */
function foreignHint(known: Known, kind: string, chosen: string): { readonly hint?: string } {
  const foreign = known.categories.find((one) => one.id === chosen && one.kind !== kind);
  return foreign ? { hint: `${foreign.name} can only be one of several parts here.` } : {};
}

function categoryGroups(categories: readonly Category[], kind: string) {
  const ofKind = categories.filter((category) => category.kind === kind);
  const unsorted = ofKind.filter((category) => category.role === 'unsorted');
  const upper = ofKind.filter((category) => category.parent === null && category.role === null);
  const choice = ({ id, name }: Category) => ({ value: id, label: name });
  return [
    { name: '', choices: unsorted.map(choice) },
    ...upper.map((parent) => ({
      name: parent.name,
      choices: [parent, ...ofKind.filter((category) => category.parent === parent.id)].map(choice),
    })),
  ];
}

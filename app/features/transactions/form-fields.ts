import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/categories.ts';
import { type Choices, field, type Problems, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type Draft, type DraftLine, emptyLine } from './draft.ts';
import type { Known } from './read-draft.ts';

/** What the fields of a transaction are drawn from. */
export interface FieldsView {
  readonly draft: Draft;
  readonly known: Known;
  readonly problems?: Problems;
}

/** The fields that differ from kind to kind: amounts, accounts and categories. */
export function fieldsOfKind(view: FieldsView): Markup {
  const { kind } = view.draft;
  if (kind === 'moved') return moveFields(view);
  return kind === 'opening' ? openingFields(view) : outlayFields(view);
}

function outlayFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const account = accountSelect(
    'account',
    draft.kind === 'spent' ? 'From account' : 'To account',
    draft.account,
    view,
  );
  const [first = emptyLine, ...more] = draft.lines;
  const categories = categoryGroups(known.categories, draft.kind);
  const firstFields = [
    amountField(first.amount, problems['amount'], draft.lines.length === 1),
    select({
      name: 'category',
      label: 'Category',
      value: first.category,
      groups: categories,
      problem: problems['category'],
    }),
  ];
  if (more.length === 0) return html`!${firstFields}!${account}`;
  return html`!${firstFields}!${lineNote(first, 0)}!${more.map((line, at) => html`<fieldset class="split"><legend>Part ${at + 2}</legend>!${lineFields(line, at + 1, categories, problems)}</fieldset>`)}!${account}`;
}

function lineFields(line: DraftLine, index: number, groups: Choices['groups'], problems: Problems): Markup {
  const name = `amount-${index}`;
  return html`<div class="columns">
!${field({ name: 'amount', id: name, label: 'Amount', value: line.amount, inputMode: 'decimal', maxLength: 40, required: 'unmarked', problem: problems[name] })}
!${select({ name: 'category', id: `category-${index}`, label: 'Category', value: line.category, groups, problem: problems[`category-${index}`] })}
</div>!${lineNote(line, index)}`;
}

function lineNote(line: DraftLine, index: number): Markup {
  return field({
    name: 'lineNote',
    id: `lineNote-${index}`,
    label: 'What for',
    value: line.note,
    maxLength: 200,
    required: false,
  });
}

function moveFields(view: FieldsView): Markup {
  const { draft, known, problems = {} } = view;
  const currencies = new Set(known.accounts.map((account) => account.currency));
  const arrives = field({
    name: 'arrives',
    label: 'Amount that arrives',
    value: draft.arrives,
    inputMode: 'decimal',
    maxLength: 40,
    required: false,
    hint: 'Only where the two accounts have different currencies.',
    problem: problems['arrives'],
  });
  return html`!${amountField(draft.lines[0]?.amount ?? '', problems['amount'])}
<div class="columns">!${accountSelect('from', 'From', draft.from, view)}!${accountSelect('to', 'To', draft.to, view)}</div>
!${currencies.size > 1 ? arrives : ''}`;
}

function openingFields(view: FieldsView): Markup {
  const { draft, problems = {} } = view;
  return html`!${amountField(draft.lines[0]?.amount ?? '', problems['amount'], true, 'What you owe stands with a minus: -420.00')}
!${accountSelect('account', 'Account', draft.account, view)}`;
}

function amountField(value: string, problem: string | undefined, autofocus = true, hint?: string): Markup {
  return field({
    name: 'amount',
    label: 'Amount',
    value,
    inputMode: 'decimal',
    maxLength: 40,
    placeholder: '0.00',
    look: 'large',
    autofocus: autofocus && value === '',
    problem,
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

/** The upper level as headings; each is itself the first choice below its heading. */
function categoryGroups(categories: readonly Category[], kind: string): Choices['groups'] {
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

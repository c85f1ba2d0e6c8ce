import type { BulkChange, Chosen } from '../../ledger/bulk-change.ts';
import { splitTags } from '../../ledger/list-and-set-tags.ts';
import { filterOf, rowsOf } from '../../ledger/transaction-filter-in-url.ts';
import { lengthProblem, longestName, nameProblem, showsNothing, tidyLine } from '../../text-rules.ts';
import type { Problems } from '../../web/forms.ts';
import { say } from '../../words/say.ts';
import type { BulkChoices } from './bulk-form-select-options.ts';
import type { BulkForm } from './bulk-schema.ts';

/** The filter of the page of the list that a form was sent from. */
export function filterOfForm({ return: query = '' }: BulkForm) {
  return filterOf(Object.fromEntries(new URLSearchParams(query)));
}

/** Rows that a form means: all that its filter matched, else the ticked ones. */
export function chosenIn(form: BulkForm, monthStart: number): Chosen {
  const { all, mark = '', row = [] } = form;
  if (all !== undefined)
    return { matching: rowsOf(filterOfForm(form), monthStart), seen: { count: Number(all), mark } };
  const rows = [row].flat().map((one) => {
    const [id = '', version] = one.split('.');
    return { id, version: Number(version) };
  });
  return { rows: rows.filter(({ version }) => Number.isInteger(version)) };
}

/** Reads what to change, or the error messages by field name. */
export function changeIn(
  form: BulkForm,
  { accounts, categories, on }: BulkChoices,
): { readonly change: BulkChange } | { readonly problems: Problems } {
  const { what } = form;
  if (what === 'delete') return { change: { what } };
  if (what === 'cleared' || what === 'pending') return { change: { what, on: on?.id } };
  if (what === 'payee') {
    const payee = tidyLine(form.payee ?? '');
    const problem = showsNothing(payee) ? say('common.typeName') : lengthProblem(payee, longestName.payee);
    return problem ? { problems: { payee: problem } } : { change: { what, payee } };
  }
  if (what === 'tag' || what === 'untag') {
    const tag = tidyLine(form.tag ?? '');
    const [first, ...others] = splitTags(tag);
    const problem =
      nameProblem(tag, longestName.tag) ??
      (first === tag && others.length === 0 ? undefined : say('tags.noComma'));
    return problem ? { problems: { tag: problem } } : { change: { what, tag } };
  }
  if (what === 'category') {
    const category = categories.find(({ id }) => id === form.category);
    return category
      ? { change: { what, category } }
      : { problems: { category: say('transactions.chooseCategory') } };
  }
  const account = accounts.find(({ id, closedOn }) => id === form.account && closedOn === null);
  return account
    ? { change: { what, account } }
    : { problems: { account: say('transactions.chooseAccount') } };
}

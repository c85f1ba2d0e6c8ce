import type { Action, Condition, Rule } from '../../ledger/rules/rule-types.ts';
import { fieldText } from '../../parse-and-format-amounts.ts';
import { tidyLine, tidyNote } from '../../text-rules.ts';
import type { RuleForm } from './schema.ts';

/** A rule as its form shows it: text in every field, valid or not. */
export interface RuleDraft {
  readonly match: Rule['match'];
  /** Currency of all amounts. */
  readonly currency: string;
  readonly conditions: readonly ConditionDraft[];
  readonly actions: readonly ActionDraft[];
  readonly splitBy: 'shares' | 'amounts';
  readonly parts: readonly PartDraft[];
}

export interface ConditionDraft {
  readonly field: Condition['field'];
  readonly how: string;
  /** Text, least amount, first day, or id of a tag. */
  readonly text: string;
  /** Most, or last day; empty for the same as `text`. */
  readonly to: string;
  readonly account: string;
}

export interface ActionDraft {
  readonly set: Action['set'];
  /** Name of a payee, note, or id of a tag. */
  readonly text: string;
  readonly category: string;
  readonly account: string;
}

export interface PartDraft {
  readonly category: string;
  /** Share or amount. */
  readonly value: string;
}

export const conditionFields = ['payee', 'raw', 'note', 'amount', 'account', 'day', 'tag'] as const;
export const actionSets = ['category', 'payee', 'note', 'account', 'split', 'tag', 'cleared'] as const;

/** True where a rule may do this more than once: give several tags. */
export function isRepeatable(set: Action['set']): boolean {
  return set === 'tag';
}

const MOST = { conditions: 20, actions: 10, parts: 20 } as const;
const emptyPart: PartDraft = { category: '', value: '' };

function emptyCondition(field: Condition['field']): ConditionDraft {
  return { field, how: 'contains', text: '', to: '', account: '' };
}

function emptyAction(set: Action['set']): ActionDraft {
  return { set, text: '', category: '', account: '' };
}

/** The draft of a new rule. */
export function newDraft(currency: string): RuleDraft {
  return {
    ...{ match: 'all', currency, splitBy: 'shares', parts: [] },
    conditions: [emptyCondition('payee')],
    actions: [emptyAction('category')],
  };
}

export function draftOfForm(form: RuleForm): RuleDraft {
  const conditions = rows(form, {
    field: 'conditionField',
    how: 'conditionHow',
    text: 'conditionText',
    to: 'conditionTo',
    account: 'conditionAccount',
  });
  const actions = rows(form, {
    set: 'actionSet',
    text: 'actionText',
    category: 'actionCategory',
    account: 'actionAccount',
  });
  return {
    match: form.match === 'any' ? 'any' : 'all',
    currency: form.currency,
    conditions: conditions.flatMap(({ field, text, to, ...rest }) => {
      const known = conditionFields.find((one) => one === field);
      return known ? [{ ...rest, field: known, text: tidyLine(text), to: to.trim() }] : [];
    }),
    actions: actions.flatMap(({ set, text, ...rest }) => {
      const known = actionSets.find((one) => one === set);
      return known ? [{ ...rest, set: known, text: known === 'note' ? tidyNote(text) : tidyLine(text) }] : [];
    }),
    splitBy: form.splitBy === 'amounts' ? 'amounts' : 'shares',
    parts: rows(form, { category: 'partCategory', value: 'partValue' }).map(({ category, value }) => ({
      category,
      value: value.trim(),
    })),
  };
}

/** Zips repeated fields into rows, in order; the first field tells how many there are. */
function rows<Names extends Record<string, keyof RuleForm>>(form: RuleForm, names: Names) {
  const lists = Object.entries(names).map(([name, field]) => {
    const value = form[field] as string | string[] | undefined;
    return [name, value === undefined ? [] : [value].flat()] as const;
  });
  return (lists[0]?.[1] ?? []).map(
    (_, index) =>
      Object.fromEntries(lists.map(([name, values]) => [name, values[index] ?? ''])) as Record<
        keyof Names,
        string
      >,
  );
}

/** Fills the form from a stored rule. @param currency that of a rule without amounts */
export function draftOfRule(rule: Rule, currency: string, locale: string): RuleDraft {
  const split = rule.actions.find((action) => action.set === 'split');
  const amounts = rule.conditions.find((condition) => condition.field === 'amount');
  const unit = (split?.by === 'amounts' ? split.currency : amounts?.currency) ?? currency;
  const written = (minor: string) => fieldText(BigInt(minor), unit, locale);
  const parts: readonly PartDraft[] =
    split?.by === 'shares'
      ? split.parts.map(({ category, share }) => ({ category, value: `${share}` }))
      : (split?.parts ?? []).map(({ category, amount }) => ({
          category,
          value: amount === null ? '' : written(amount),
        }));
  return {
    ...{ match: rule.match, currency: unit, splitBy: split?.by ?? 'shares', parts },
    conditions: rule.conditions.map((condition) => conditionDraft(condition, written)),
    actions: rule.actions.map((action) => ({
      ...emptyAction(action.set),
      ...(action.set === 'category' && { category: action.category }),
      ...(action.set === 'account' && { account: action.account }),
      ...(action.set === 'payee' && { text: action.name }),
      ...(action.set === 'note' && { text: action.text }),
      ...(action.set === 'tag' && { text: action.tag }),
    })),
  };
}

function conditionDraft(condition: Condition, written: (minor: string) => string): ConditionDraft {
  const { field } = condition;
  const empty = emptyCondition(field);
  if (field === 'account') return { ...empty, account: condition.account };
  if (field === 'tag') return { ...empty, text: condition.tag };
  if (field === 'amount') {
    const { least, most } = condition;
    return { ...empty, text: written(least), to: least === most ? '' : written(most) };
  }
  if (field === 'day') {
    const { first, last } = condition;
    return { ...empty, text: `${first}`, to: first === last ? '' : `${last}` };
  }
  return { ...empty, how: condition.how, text: condition.text };
}

/**
 * Applies a button of the form to the draft; undefined for one that saves or tries: `condition-amount` adds a condition,
 * `action-split` an action, `part` a part of the split, `drop-action-1` removes the second action, `show` only
 * re-renders.
 */
export function changeDraft(draft: RuleDraft, intent = 'save'): RuleDraft | undefined {
  const [what = '', which = '', index = ''] = intent.split('-');
  if (what === 'show') return draft;
  const without = <T>(list: readonly T[]) => list.filter((_, at) => at !== Number(index));
  if (what === 'condition')
    return {
      ...draft,
      conditions: added(draft.conditions, emptyCondition(which as Condition['field']), MOST.conditions),
    };
  if (what === 'action') {
    const set = which as Action['set'];
    if (!isRepeatable(set) && draft.actions.some((action) => action.set === set)) return draft;
    const actions = added(draft.actions, emptyAction(set), MOST.actions);
    return { ...draft, actions, parts: set === 'split' ? [emptyPart, emptyPart] : draft.parts };
  }
  if (what === 'part') return { ...draft, parts: added(draft.parts, emptyPart, MOST.parts) };
  if (what !== 'drop') return undefined;
  if (which === 'condition') return { ...draft, conditions: without(draft.conditions) };
  if (which === 'part') return { ...draft, parts: without(draft.parts) };
  const dropped = draft.actions[Number(index)]?.set;
  return { ...draft, actions: without(draft.actions), parts: dropped === 'split' ? [] : draft.parts };
}

function added<T>(list: readonly T[], one: T, most: number): readonly T[] {
  return list.length < most ? [...list, one] : list;
}

import { isCurrency } from '../../currencies.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Tag } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import type { Action, Condition, Rule } from '../../ledger/rules/rule-types.ts';
import { MoneyError } from '../../parse-and-format-amounts.ts';
import { lengthProblem, longestName, longestNote, nameProblem, showsNothing } from '../../text-rules.ts';
import type { Problems } from '../../web/forms.ts';
import { readAmount } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import type { ActionDraft, ConditionDraft, RuleDraft } from './rule-draft-from-form-or-stored-rule.ts';

/** Accounts, categories and tags that a rule may name. */
export interface Known {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
  readonly tags: readonly Tag[];
}

/** Context of the fields that are read, with the messages so far by field. */
interface Reading extends Known {
  readonly draft: RuleDraft;
  readonly locale: string;
  readonly problems: Record<string, string>;
}

/** Reads a draft; returns the rule, or error messages by field name. */
export function readRule(
  draft: RuleDraft,
  known: Known,
  locale: string,
): { readonly rule: Omit<Rule, 'id'> } | { readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const reading: Reading = { ...known, draft, locale, problems };
  if (!isCurrency(draft.currency)) problems['currency'] = say('common.chooseCurrency');
  const conditions = draft.conditions.flatMap((one, index) => readCondition(one, index, reading) ?? []);
  const actions = draft.actions.flatMap((one, index) => readAction(one, index, reading) ?? []);
  if (draft.conditions.length === 0) problems['conditions'] = say('rules.noConditions');
  if (draft.actions.length === 0) problems['actions'] = say('rules.noActions');
  if (draft.actions.filter(({ set }) => ['category', 'account', 'split'].includes(set)).length > 1)
    problems['actions'] = say('rules.twoSorts');
  return Object.keys(problems).length > 0
    ? { problems }
    : { rule: { match: draft.match, conditions, actions } };
}

function readCondition(
  { field, how, text, to, account }: ConditionDraft,
  index: number,
  reading: Reading,
): Condition | undefined {
  const { problems } = reading;
  const name = `condition-${index}`;
  if (field === 'account') {
    if (!reading.accounts.some(({ id }) => id === account)) problems[name] = say('rules.chooseAccount');
    return { field, account };
  }
  if (field === 'tag') {
    checkTag(text, name, reading);
    return { field, tag: text };
  }
  if (field === 'amount') {
    const least = readMinor(text, name, reading);
    const most = to === '' ? least : readMinor(to, `${name}-to`, reading);
    if (least === undefined || most === undefined) return undefined;
    if (most < least) problems[`${name}-to`] = say('rules.mostBelowLeast');
    return { field, least: `${least}`, most: `${most}`, currency: reading.draft.currency };
  }
  if (field === 'day') {
    const first = readDayOfMonth(text, name, problems);
    const last = to === '' ? first : readDayOfMonth(to, `${name}-to`, problems);
    return first === undefined || last === undefined ? undefined : { field, first, last };
  }
  const problem = showsNothing(text) ? say('rules.typeText') : lengthProblem(text, longestNote.line);
  if (problem) problems[name] = problem;
  return { field, how: how === 'is' || how === 'starts' ? how : 'contains', text };
}

function readAction(
  { set, text, category, account }: ActionDraft,
  index: number,
  reading: Reading,
): Action | undefined {
  const { problems } = reading;
  const name = `action-${index}`;
  if (set === 'cleared') return { set };
  if (set === 'tag') {
    checkTag(text, name, reading);
    return { set, tag: text };
  }
  if (set === 'split') return readSplit(reading);
  if (set === 'category') {
    checkCategory(category, name, reading);
    return { set, category };
  }
  if (set === 'account') {
    const found = reading.accounts.find(({ id }) => id === account);
    if (!found || found.closedOn !== null) problems[name] = say('transactions.chooseAccount');
    return { set, account, currency: found?.currency ?? '' };
  }
  const problem =
    set === 'payee'
      ? nameProblem(text, longestName.payee)
      : showsNothing(text)
        ? say('rules.typeText')
        : lengthProblem(text, longestNote.transaction);
  if (problem) problems[name] = problem;
  return set === 'payee' ? { set, name: text } : { set, text };
}

function readSplit(reading: Reading): Action | undefined {
  const { draft, problems } = reading;
  const { parts, splitBy, currency } = draft;
  if (parts.length < 2) problems['parts'] = say('rules.twoParts');
  for (const [index, { category }] of parts.entries()) checkCategory(category, `part-${index}`, reading);
  if (splitBy === 'shares') {
    const shares = parts.map(({ category, value }, index) => ({
      category,
      share: readShare(value, `share-${index}`, problems) ?? 1,
    }));
    return { set: 'split', by: 'shares', parts: shares };
  }
  if (parts.filter(({ value }) => value === '').length !== 1) problems['parts'] = say('rules.oneRest');
  const amounts = parts.map(({ category, value }, index) => ({
    category,
    amount: value === '' ? null : `${readMinor(value, `share-${index}`, reading) ?? 0n}`,
  }));
  return { set: 'split', by: 'amounts', currency, parts: amounts };
}

function checkCategory(id: string, name: string, { categories, problems }: Reading): void {
  if (!categories.some((one) => one.id === id && one.role === null))
    problems[name] = say('transactions.chooseCategory');
}

function checkTag(id: string, name: string, { tags, problems }: Reading): void {
  if (!tags.some((one) => one.id === id)) problems[name] = say('rules.chooseTag');
}

/** Largest share, so that shares of the largest amount are exact. */
const MOST_SHARES = 1_000_000;

function readShare(text: string, name: string, problems: Record<string, string>): number | undefined {
  const share = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (share >= 1 && share <= MOST_SHARES) return share;
  problems[name] = say('rules.typeShare');
  return undefined;
}

function readDayOfMonth(text: string, name: string, problems: Record<string, string>): number | undefined {
  const day = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (day >= 1 && day <= 31) return day;
  problems[name] = say('rules.typeDay');
  return undefined;
}

function readMinor(text: string, name: string, { draft, locale, problems }: Reading): bigint | undefined {
  if (!isCurrency(draft.currency)) return undefined;
  try {
    const minor = readAmount(text, draft.currency, locale);
    if (minor > 0n) return minor;
    problems[name] = say('transactions.amountNotAboveZero');
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems[name] = error.message;
  }
  return undefined;
}

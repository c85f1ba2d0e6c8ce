import type { Day } from '../../calendar.ts';
import type { LineState } from '../entry-to-postings.ts';
import { mostTags } from '../list-and-set-tags.ts';
import type { SetBy } from '../set-by.ts';
import { shareOut } from '../share-out.ts';
import { plainText } from './plain-text.ts';
import type { Action, Condition, Rule, SplitAction, TextCondition } from './rule-types.ts';

/** A row of an account, as rules see it. */
export interface RuleRow {
  /** Name of the payee as it is shown; empty for none. */
  readonly payee: string;
  /** Texts that the bank wrote, unchanged, as `rawTexts` returns them; none for a row that was typed. */
  readonly raw: readonly string[];
  readonly note: string;
  /** Account of the row. */
  readonly account: string;
  readonly day: Day;
  /** Minor units as the account sees them: negative for money that left. */
  readonly amount: bigint;
  readonly currency: string;
  /** State of the line on the account. */
  readonly state: LineState;
  /** Other side of the row, which sums to `-amount`; empty for a row that is not sorted yet. */
  readonly parts: readonly RulePart[];
  /** Ids of its tags. */
  readonly tags: readonly string[];
  /** Rules leave what a hand set, unless it is empty or not sorted yet. */
  readonly setBy: Readonly<Record<SetField, SetBy>>;
}

/** Part of the other side: on a category, or on another account. */
export type RulePart =
  | { readonly category: string; readonly amount: bigint; readonly note: string }
  | { readonly account: string; readonly amount: bigint; readonly note: string };

/** Field of a row that remembers who set it. */
export type SetField = 'category' | 'payee' | 'note';

/** A row after all rules. */
export interface Applied {
  /** The same object when nothing was set. */
  readonly row: RuleRow;
  /** Fields that have changed, each with the id of the rule that set it last. */
  readonly set: readonly { readonly field: ChangedField; readonly rule: string }[];
}

export type ChangedField = SetField | 'cleared' | 'tags';

/**
 * Applies rules to a row, in their order and in one pass: what an earlier one sets is seen by the conditions of a later
 * one, which may set it again. An action that does not fit the row is left out: parts of more than the amount, or what is
 * in another currency.
 */
export function applyRules(rules: readonly Rule[], row: RuleRow): Applied {
  const now: Current = { row, payee: undefined, raw: undefined, note: undefined };
  const last = new Map<ChangedField, string>();
  for (const { rule, isMet } of preparedOf(rules)) {
    if (!isMet(now)) continue;
    for (const action of rule.actions) {
      const next = perform(action, now.row);
      if (next === now.row) continue;
      now.row = next;
      if (action.set === 'payee' || action.set === 'note') now[action.set] = undefined;
      last.set(fieldOf(action), rule.id);
    }
  }
  const set = [...last].flatMap(([field, rule]) => (isChanged(field, row, now.row) ? [{ field, rule }] : []));
  return set.length > 0 ? { row: now.row, set } : { row, set };
}

/** A row while rules are applied, with its texts made ready to compare when they are first looked at. */
interface Current extends Record<TextCondition['field'], readonly string[] | undefined> {
  row: RuleRow;
}

type Test = (now: Current) => boolean;

/** Rules whose conditions are made ready to be looked at many times. */
const prepared = new WeakMap<readonly Rule[], readonly { readonly rule: Rule; readonly isMet: Test }[]>();

function preparedOf(rules: readonly Rule[]) {
  const known = prepared.get(rules) ?? rules.map((rule) => ({ rule, isMet: testOfRule(rule) }));
  prepared.set(rules, known);
  return known;
}

function testOfRule({ match, conditions }: Rule): Test {
  const tests = conditions.map(testOf);
  const [only, ...more] = tests;
  if (only && more.length === 0) return only;
  return match === 'all'
    ? (now) => tests.every((test) => test(now))
    : (now) => tests.some((test) => test(now));
}

function testOf(condition: Condition): Test {
  switch (condition.field) {
    case 'account': {
      const { account } = condition;
      return ({ row }) => row.account === account;
    }
    case 'tag': {
      const { tag } = condition;
      return ({ row }) => row.tags.includes(tag);
    }
    case 'amount': {
      const { currency } = condition;
      const [least, most] = [BigInt(condition.least), BigInt(condition.most)];
      return ({ row }) => {
        const amount = row.amount < 0n ? -row.amount : row.amount;
        return row.currency === currency && amount >= least && amount <= most;
      };
    }
    case 'day': {
      const { first, last } = condition;
      return ({ row }) => {
        const day = Number(row.day.slice(8));
        return first <= last ? day >= first && day <= last : day >= first || day <= last;
      };
    }
    default:
      return testOfText(condition);
  }
}

function testOfText({ field, how, text }: TextCondition): Test {
  const wanted = plainText(text);
  const fits =
    how === 'is'
      ? (one: string) => one === wanted
      : how === 'contains'
        ? (one: string) => one.includes(wanted)
        : (one: string) => one.startsWith(wanted);
  return (now) => {
    now[field] ??= [now.row[field]].flat().map(plainText);
    return now[field].some(fits);
  };
}

function fieldOf({ set }: Action): ChangedField {
  if (set === 'tag') return 'tags';
  return set === 'payee' || set === 'note' || set === 'cleared' ? set : 'category';
}

/** The row after an action; the same object when it changes nothing. */
function perform(action: Action, row: RuleRow): RuleRow {
  const { setBy } = row;
  switch (action.set) {
    case 'payee':
      if (row.payee === action.name || (row.payee !== '' && setBy.payee === 'hand')) return row;
      return { ...row, payee: action.name, setBy: { ...setBy, payee: 'rule' } };
    case 'note':
      if (row.note === action.text || (row.note !== '' && setBy.note === 'hand')) return row;
      return { ...row, note: action.text, setBy: { ...setBy, note: 'rule' } };
    case 'cleared':
      return row.state === 'pending' ? { ...row, state: 'cleared' } : row;
    case 'tag':
      if (row.tags.includes(action.tag) || row.tags.length >= mostTags) return row;
      return { ...row, tags: [...row.tags, action.tag] };
    default: {
      if (row.parts.length > 0 && setBy.category === 'hand') return row;
      const parts = partsBy(action, row);
      if (parts === undefined || isSame(parts, row.parts)) return row;
      return { ...row, parts, setBy: { ...setBy, category: 'rule' } };
    }
  }
}

/** Other side of a row by an action; undefined when the action does not fit. */
function partsBy(
  action: Extract<Action, { set: 'category' | 'account' | 'split' }>,
  { account, amount, currency, parts: [only, ...more] }: RuleRow,
): readonly RulePart[] | undefined {
  const note = more.length > 0 ? '' : (only?.note ?? '');
  if (action.set === 'category') return [{ category: action.category, amount: -amount, note }];
  if (action.set === 'account') {
    if (action.account === account || action.currency !== currency) return undefined;
    return [{ account: action.account, amount: -amount, note: '' }];
  }
  const shares = sharesBy(action, -amount, currency);
  return shares
    ?.map((share, index) => ({ category: action.parts[index]?.category ?? '', amount: share, note: '' }))
    .filter((part) => part.amount !== 0n);
}

function sharesBy(action: SplitAction, amount: bigint, currency: string): readonly bigint[] | undefined {
  if (action.by === 'shares')
    return shareOut(
      amount,
      action.parts.map(({ share }) => BigInt(share)),
    );
  if (action.currency !== currency) return undefined;
  const sign = amount < 0n ? -1n : 1n;
  const rest = action.parts.reduce((left, part) => left - BigInt(part.amount ?? 0), amount * sign);
  if (rest <= 0n) return undefined;
  return action.parts.map((part) => sign * (part.amount === null ? rest : BigInt(part.amount)));
}

function isSame(parts: readonly RulePart[], others: readonly RulePart[]): boolean {
  return parts.length === others.length && parts.every((part, index) => isSamePart(part, others[index]));
}

function isSamePart(part: RulePart, other: RulePart | undefined): boolean {
  if (part.amount !== other?.amount || part.note !== other.note) return false;
  return 'category' in part
    ? 'category' in other && part.category === other.category
    : 'account' in other && part.account === other.account;
}

function isChanged(field: ChangedField, before: RuleRow, after: RuleRow): boolean {
  if (field === 'cleared') return before.state !== after.state;
  if (field === 'category') return !isSame(before.parts, after.parts);
  return before[field] !== after[field];
}

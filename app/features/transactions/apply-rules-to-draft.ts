import { readDay } from '../../day-field-text.ts';
import { splitTags, type Tag } from '../../ledger/list-and-set-tags.ts';
import { applyRules, type RuleRow } from '../../ledger/rules/apply-rules.ts';
import { plainText } from '../../ledger/rules/plain-text.ts';
import type { Rule } from '../../ledger/rules/rule-types.ts';
import { fieldText } from '../../parse-and-format-amounts.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import { type Known, minorOf } from './draft-to-entry.ts';
import { type Draft, type DraftLine, emptyLine } from './form-draft.ts';

/** The rules of a book, and what they look at besides the fields of a form. */
export interface RulesInForce {
  readonly rules: readonly Rule[];
  /** Tags of the book. */
  readonly tags: readonly Tag[];
  /** Texts that the bank wrote of the row that is edited. */
  readonly raw: readonly string[];
}

/** What rules give a row as it is typed. */
export interface Ruled {
  /** Category or parts; undefined for none that its form can have. */
  readonly lines: readonly DraftLine[] | undefined;
  /** Names of the tags that it does not have yet. */
  readonly tags: readonly string[];
}

/** Applies rules to a draft; undefined when they give it nothing. */
export function ruledDraft(
  draft: Draft,
  { rules, tags, raw }: RulesInForce,
  known: Known,
): Ruled | undefined {
  const account = known.accounts.find(({ id }) => id === draft.account);
  const isTyped = draft.payee + draft.note !== '' || raw.length > 0;
  if ((draft.kind !== 'spent' && draft.kind !== 'received') || !account || !isTyped) return undefined;
  const { currency } = account;
  const typed = minorOf(draft.amount, { currency, locale: draft.locale });
  const outwards = (draft.kind === 'spent') !== draft.refund;
  const day = readDay(draft.bookedOn, draft, draft.today, draft.bookedOnMeant);
  const before: RuleRow = {
    ...{ payee: draft.payee, raw, note: draft.note, account: account.id, currency },
    ...{ state: 'cleared', parts: [], tags: tagsOfDraft(draft, tags) },
    day: 'day' in day ? day.day : draft.today,
    amount: outwards ? -(typed ?? 1n) : (typed ?? 1n),
    setBy: { category: 'payee', payee: 'hand', note: 'hand' },
  };
  const { row } = applyRules(rules, before);
  const lines = linesOf(row, typed !== undefined, draft, known);
  const given = tags.filter(({ id }) => row.tags.includes(id) && !before.tags.includes(id));
  if (!lines && given.length === 0) return undefined;
  return { lines, tags: given.map(({ name }) => name) };
}

/** Ids of the tags that are typed and that there are. */
function tagsOfDraft({ tags: typed = '' }: Draft, tags: readonly Tag[]): readonly string[] {
  const names = new Set(splitTags(typed).map(plainText));
  return tags.flatMap(({ id, name }) => (names.has(plainText(name)) ? id : []));
}

function linesOf(
  { parts, currency }: RuleRow,
  hasAmount: boolean,
  { kind, locale }: Draft,
  { categories }: Known,
): readonly DraftLine[] | undefined {
  const [only, ...more] = parts;
  if (!only || (!hasAmount && more.length > 0)) return undefined;
  const sorted = parts.map((part) =>
    categories.find((one) => 'category' in part && one.id === part.category),
  );
  if (!sorted.every((one) => one !== undefined && (more.length > 0 || one.kind === kind))) return undefined;
  return parts.map(({ amount }, index) => ({
    ...emptyLine,
    category: sorted[index]?.id ?? '',
    amount: more.length === 0 ? '' : fieldText(amount < 0n ? -amount : amount, currency, locale),
  }));
}

/** Tells in words what rules would fill in; empty when there is nothing. */
export function ruleWords(ruled: Ruled | undefined, { categories }: Known): string {
  if (!ruled) return '';
  const names = (ruled.lines ?? []).map(
    ({ category }) => categories.find(({ id }) => id === category)?.name ?? '',
  );
  const tags = ruled.tags.map((tag) => say('rules.setTag', { tag }));
  return say('transactions.byRule', { what: joinList([...names, ...tags]) });
}

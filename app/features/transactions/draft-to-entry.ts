import { readDay } from '../../day-field-text.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Entry, ForCategory, Held, Outlay, Part } from '../../ledger/entry-to-postings.ts';
import { mostTags, splitTags } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { fieldText, largestAmount, MoneyError } from '../../parse-and-format-amounts.ts';
import { lengthProblem, longestName, longestNote, showsNothing } from '../../text-rules.ts';
import type { Problems } from '../../web/forms.ts';
import { readAmount } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import { chosenAccount, type Draft, type DraftLine, MOST_LINES } from './form-draft.ts';

/** Accounts and categories that a form may refer to: those of another book are as unknown as nonexistent ones. */
export interface Known {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

/**
 * Reads a draft; returns the entry, or error messages by field name.
 *
 * @param stored the transaction being edited: a part on an account keeps its state until the state of the whole changes
 */
export function draftToEntry(
  draft: Draft,
  known: Known,
  stored?: Transaction,
): { entry: Entry } | { problems: Problems } {
  const problems: Record<string, string> = {};
  const { payee, note } = draft;
  checkLength(payee, longestName.payee, 'payee', problems);
  checkLength(note, longestNote.transaction, 'note', problems);
  for (const [index, line] of draft.lines.entries())
    checkLength(line.note, longestNote.line, `lineNote-${index}`, problems);
  const tags = draft.tags === undefined ? undefined : tagsIn(draft.tags, problems);
  const day = readDay(draft.bookedOn, draft, draft.today, draft.bookedOnMeant);
  if ('wrong' in day) problems['bookedOn'] = day.wrong;
  if ('couldBe' in day) problems['bookedOn'] = say('days.choose');
  const part =
    draft.kind === 'moved'
      ? readMove(draft, known, problems)
      : draft.kind === 'opening'
        ? readOpening(draft, known, problems)
        : readOutlay(draft, draft.kind, known, stored, problems);
  if (!part || !('day' in day) || Object.keys(problems).length > 0) return { problems };
  return { entry: { bookedOn: day.day, payee, note, ...(tags && { tags }), ...part } };
}

type Found = Record<string, string>;

function tagsIn(typed: string, problems: Found): string[] {
  const names = splitTags(typed).filter((name) => !showsNothing(name));
  for (const name of names) checkLength(name, longestName.tag, 'tags', problems);
  if (names.length > mostTags) problems['tags'] = say('transactions.tooManyTags', { most: mostTags });
  return names;
}

function checkLength(text: string, most: number, name: string, problems: Found): void {
  const problem = lengthProblem(text, most);
  if (problem) problems[name] = problem;
}

/** Currency and locale in which an amount is typed. */
interface Unit {
  readonly currency: string;
  readonly locale: string;
}

function unit({ currency }: Account, { locale }: Draft): Unit {
  return { currency, locale };
}

function readMove(draft: Draft, known: Known, problems: Found) {
  const from = accountIn(known, draft.from, 'from', problems);
  const to = accountIn(known, draft.to, 'to', problems);
  if (!from || !to) return undefined;
  if (from.id === to.id) problems['to'] = say('transactions.sameAccount');
  const amount = positive(draft.amount, unit(from, draft), 'amount', problems);
  if (draft.lines.length > MOST_LINES)
    problems['amount'] ??= say('transactions.tooManyFees', { most: MOST_LINES });
  const fees = draft.lines.flatMap((line, index): ForCategory[] => {
    const fee = partAmount(line, index, unit(from, draft), problems);
    const category = categoryIn(known.categories, line.category, 'spent', index, problems);
    return fee === undefined ? [] : [{ category, amount: fee, note: line.note }];
  });
  const left = amount === undefined ? undefined : fees.reduce((rest, fee) => rest - fee.amount, amount);
  if (left !== undefined && left <= 0n) problems['amount'] ??= say('transactions.feesTooHigh');
  if (left !== undefined && left > largestAmount) problems['amount'] ??= say('money.tooMuch');
  const same = from.currency === to.currency;
  if (same && draft.arrives !== '' && parsed(draft.arrives, unit(to, draft), 'arrives', problems) !== left)
    problems['arrives'] ??= say('transactions.sameCurrency');
  if (!same && draft.arrives === '') {
    problems['arrives'] = say('transactions.typeArrives', { account: to.name, currency: to.currency });
    return undefined;
  }
  const arrives = same ? left : positive(draft.arrives, unit(to, draft), 'arrives', problems);
  if (amount === undefined || arrives === undefined) return undefined;
  const move = { from: held(from, draft.pending), to: held(to, draft.pendingTo), amount, arrives };
  return { kind: 'moved' as const, ...move, fees };
}

function readOpening(draft: Draft, known: Known, problems: Found) {
  const account = accountIn(known, draft.account, 'account', problems);
  if (!account) return undefined;
  const amount = parsed(draft.amount, unit(account, draft), 'amount', problems);
  if (amount === 0n) problems['amount'] = say('transactions.openingZero');
  if (amount === undefined) return undefined;
  return { kind: 'opening' as const, account: held(account, draft.pending), amount };
}

function readOutlay(
  draft: Draft,
  kind: Outlay['kind'],
  known: Known,
  stored: Transaction | undefined,
  problems: Found,
) {
  const account = accountIn(known, draft.account, 'account', problems);
  if (!account) return undefined;
  const whole = parsed(draft.amount, unit(account, draft), 'amount', problems);
  if (whole === 0n) problems['amount'] ??= say('transactions.amountZero');
  if (draft.lines.length > MOST_LINES)
    problems['amount'] ??= say('transactions.tooManyParts', { most: MOST_LINES });
  const amounts = amountsOf(draft, unit(account, draft), problems);
  const parts = draft.lines.flatMap((line, index): Part[] => {
    const amount = amounts[index];
    if (amount === undefined) return [];
    const other = chosenAccount(line.category);
    const signed = draft.refund ? -amount : amount;
    if (other === undefined) {
      const ofKind =
        draft.lines.length > 1 ? known.categories : known.categories.filter((one) => one.kind === kind);
      const category = categoryIn(ofKind, line.category, kind, index, problems);
      return [{ category, amount: signed, note: line.note }];
    }
    const name = index === 0 ? 'category' : `category-${index}`;
    const target = accountIn(known, other, name, problems);
    if (!target) return [];
    if (target.id === account.id) problems[name] = say('transactions.sameAccountAsWhole');
    if (target.currency !== account.currency)
      problems[name] = say('transactions.partCurrency', { currency: account.currency });
    const part = {
      ...held(target, draft.pending),
      ...(keepsStates(target, draft, stored) && { state: undefined }),
    };
    return [{ account: part, amount: signed, note: line.note }];
  });
  return { kind, account: held(account, draft.pending), lines: parts };
}

/**
 * True when a part keeps its state: the form has one state for the whole, and while that is unchanged, so is the state
 * of each part that was on the account before.
 */
function keepsStates(target: Account, draft: Draft, stored: Transaction | undefined): boolean {
  const stateOf = (id: string) => stored?.postings.find((posting) => posting.account === id)?.state;
  return stateOf(target.id) !== undefined && (stateOf(draft.account) === 'pending') === draft.pending;
}

/**
 * Amounts of the parts, which add up to the whole; undefined for an empty part. A single part without an amount takes
 * the rest.
 */
function amountsOf(draft: Draft, unit: Unit, problems: Found): readonly (bigint | undefined)[] {
  const { lines } = draft;
  if (lines.length === 1) return [minorOf(draft.amount, unit)];
  const amounts = lines.map((line, index) =>
    line.amount === '' ? undefined : partAmount(line, index, unit, problems),
  );
  const rest = leftToSplit(draft, unit.currency);
  if (rest === undefined || Object.keys(problems).length > 0) return amounts;
  const open = [...lines.entries()].filter(([, line]) => line.amount === '');
  const meant = open.filter(([, line]) => line.category !== '' || line.note !== '');
  const [taker, ...others] = rest === 0n ? meant : meant.length > 0 ? meant : open;
  const fits = rest <= largestAmount && rest >= -largestAmount;
  if (taker && others.length === 0 && rest !== 0n && fits) return amounts.with(taker[0], rest);
  for (const [index] of [taker, ...others].filter((one) => one !== undefined))
    problems[`amount-${index}`] = say('transactions.partAmountMissing');
  if (rest !== 0n) problems['amount'] = restInWords(rest, unit);
  return amounts;
}

/** Amount left to split; undefined while any of the amounts is invalid. */
export function leftToSplit({ amount, lines, locale }: Draft, currency: string): bigint | undefined {
  const minors = [amount, ...lines.map((line) => line.amount || '0')].map((text) =>
    minorOf(text, { currency, locale }),
  );
  const [whole, ...parts] = minors;
  return parts.reduce(
    (rest, part) => (rest === undefined || part === undefined ? undefined : rest - part),
    whole,
  );
}

function restInWords(rest: bigint, { currency, locale }: Unit): string {
  return rest > 0n
    ? say('transactions.leftToSplit', { rest: fieldText(rest, currency, locale) })
    : say('transactions.partsExceed', { excess: fieldText(-rest, currency, locale) });
}

function partAmount(line: DraftLine, index: number, unit: Unit, problems: Found): bigint | undefined {
  const name = `amount-${index}`;
  const minor = parsed(line.amount, unit, name, problems);
  if (minor === 0n) problems[name] = say('transactions.amountZero');
  return minor;
}

function held(account: Account, isPending: boolean): Held {
  return { id: account.id, currency: account.currency, state: isPending ? 'pending' : 'cleared' };
}

function accountIn(known: Known, id: string, name: string, problems: Found): Account | undefined {
  const account = known.accounts.find((one) => one.id === id);
  if (!account) problems[name] = say('transactions.chooseAccount');
  return account;
}

function categoryIn(
  categories: readonly Category[],
  id: string,
  kind: Outlay['kind'],
  index: number,
  problems: Found,
): string {
  const found = categories.find((category) =>
    id === '' ? category.kind === kind && category.role === 'unsorted' : category.id === id,
  );
  if (!found) problems[index === 0 ? 'category' : `category-${index}`] = say('transactions.chooseCategory');
  return found?.id ?? '';
}

function positive(text: string, unit: Unit, name: string, problems: Found): bigint | undefined {
  const minor = parsed(text, unit, name, problems);
  if (minor !== undefined && minor <= 0n) problems[name] = say('transactions.amountNotAboveZero');
  return minor;
}

function parsed(text: string, { currency, locale }: Unit, name: string, problems: Found): bigint | undefined {
  try {
    return readAmount(text, currency, locale);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems[name] = error.message;
    return undefined;
  }
}

/** Parses an amount to minor units; undefined when it is invalid. */
export function minorOf(text: string, unit: Unit): bigint | undefined {
  return parsed(text, unit, '', {});
}

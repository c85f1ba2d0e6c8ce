import { isDay } from '../../calendar.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/categories.ts';
import type { Entry, Outlay } from '../../ledger/entry.ts';
import { largestAmount, MoneyError, parseAmount } from '../../money.ts';
import type { Problems } from '../../web/forms.ts';
import type { Draft } from './draft.ts';

/** What a form can refer to: another book's accounts are as unknown as those that do not exist. */
export interface Known {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

/** What the draft means, or what is wrong with it by the name of the field. */
export function readDraft(draft: Draft, known: Known): { entry: Entry } | { problems: Problems } {
  const problems: Record<string, string> = {};
  const header = {
    bookedOn: draft.bookedOn,
    payee: draft.payee,
    note: draft.note,
    state: draft.pending ? ('pending' as const) : ('cleared' as const),
  };
  if (!isDay(draft.bookedOn)) problems['bookedOn'] = 'Type a day that exists, such as 2025-11-21.';
  const part =
    draft.kind === 'moved'
      ? readMove(draft, known, problems)
      : draft.kind === 'opening'
        ? readOpening(draft, known, problems)
        : readOutlay(draft, draft.kind, known, problems);
  if (!part || Object.keys(problems).length > 0) return { problems };
  return { entry: { ...header, ...part } };
}

type Found = Record<string, string>;

function readMove(draft: Draft, known: Known, problems: Found) {
  const from = accountIn(known, draft.from, 'from', problems);
  const to = accountIn(known, draft.to, 'to', problems);
  if (!from || !to) return undefined;
  if (from.id === to.id) problems['to'] = 'Choose another account than the one it comes from.';
  const amount = positive(draft.lines[0]?.amount ?? '', from.currency, 'amount', problems);
  const same = from.currency === to.currency;
  if (!same && draft.arrives.trim() === '') {
    problems['arrives'] = `${to.name} is in ${to.currency}: type how much arrives there.`;
    return undefined;
  }
  const arrives = same ? amount : positive(draft.arrives, to.currency, 'arrives', problems);
  if (amount === undefined || arrives === undefined) return undefined;
  return { kind: 'moved' as const, from, to, amount, arrives };
}

function readOpening(draft: Draft, known: Known, problems: Found) {
  const account = accountIn(known, draft.account, 'account', problems);
  if (!account) return undefined;
  const amount = parsed(draft.lines[0]?.amount ?? '', account.currency, 'amount', problems);
  if (amount === 0n) problems['amount'] = 'Delete the opening balance instead of making it zero.';
  return amount === undefined ? undefined : { kind: 'opening' as const, account, amount };
}

function readOutlay(draft: Draft, kind: Outlay['kind'], known: Known, problems: Found) {
  const account = accountIn(known, draft.account, 'account', problems);
  if (!account) return undefined;
  const filled = draft.lines
    .map((line, index) => ({ ...line, index }))
    .filter((line) => line.amount.trim() !== '');
  if (filled.length === 0) {
    problems['amount'] = 'Type an amount.';
    return undefined;
  }
  const lines = filled.map(({ amount, category, note, index }) => {
    const name = index === 0 ? 'amount' : `amount-${index}`;
    const minor = parsed(amount, account.currency, name, problems) ?? 0n;
    if (minor === 0n) problems[name] ??= 'Type an amount above zero.';
    return { amount: minor, note, category: categoryIn(known, category, kind, index, problems) };
  });
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  if (total <= 0n)
    problems['amount'] ??= lines.length === 1 ? aboveZero(kind) : 'Together the lines must be above zero.';
  if (total > largestAmount) problems['amount'] ??= 'Together the lines are more than can be kept here.';
  return { kind, account, lines };
}

function aboveZero(kind: Outlay['kind']): string {
  const other = kind === 'spent' ? 'Received' : 'Spent';
  return `Type an amount above zero; for money the other way choose ${other}.`;
}

function accountIn(known: Known, id: string, name: string, problems: Found): Account | undefined {
  const account = known.accounts.find((one) => one.id === id);
  if (!account) problems[name] = 'Choose one of your open accounts.';
  return account;
}

function categoryIn(known: Known, id: string, kind: Outlay['kind'], index: number, problems: Found): string {
  const ofKind = known.categories.filter((category) => category.kind === kind);
  const found = ofKind.find((category) => (id === '' ? category.role === 'unsorted' : category.id === id));
  if (!found) problems[index === 0 ? 'category' : `category-${index}`] = 'Choose one of your categories.';
  return found?.id ?? '';
}

function positive(text: string, currency: string, name: string, problems: Found): bigint | undefined {
  const minor = parsed(text, currency, name, problems);
  if (minor !== undefined && minor <= 0n) problems[name] = 'Type an amount above zero.';
  return minor;
}

function parsed(text: string, currency: string, name: string, problems: Found): bigint | undefined {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems[name] = error.message;
    return undefined;
  }
}

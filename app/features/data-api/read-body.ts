import { type Day, isDay } from '../../calendar.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/categories.ts';
import { doubtsAbout } from '../../ledger/doubts.ts';
import type { Entry, Held } from '../../ledger/entry.ts';
import { MoneyError, parseAmount } from '../../money.ts';
import { longestName, longestNote, tidyLine, tidyNote } from '../../text.ts';
import { ProblemError } from './problem-error.ts';
import type { NewTransaction } from './schema.ts';

export interface Known {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

/** What the body means; throws the first thing that is wrong with it, or hard to believe in it, as a 422. */
export function readBody(body: NewTransaction, known: Known, today: Day): Entry {
  const entry = entryOf(body, known);
  const [doubt] = body.bookedOnSure === body.bookedOn ? [] : doubtsAbout(entry, known.accounts, today);
  if (doubt) {
    const why =
      doubt.why === 'far ahead'
        ? 'more than two years ahead'
        : `before the account was opened, on ${doubt.openedOn}`;
    throw refuse('bookedOn', `is ${why}. If that is right, send it as "bookedOnSure" too.`);
  }
  return entry;
}

function entryOf(body: NewTransaction, known: Known): Entry {
  const { bookedOn, payee = '', note = '', state = 'cleared' } = body;
  if (!isDay(bookedOn))
    throw refuse('bookedOn', 'must be a day that exists, from 1900 to 2999, such as 2025-11-21.');
  const header = {
    bookedOn,
    payee: fitting(tidyLine(payee), longestName.payee, 'payee'),
    note: fitting(tidyNote(note), longestNote.transaction, 'note'),
  };
  const account = { ...accountIn(known, body.account, 'account'), state };
  const amount = parsed(body.amount, account.currency, 'amount');
  if (amount === 0n) throw refuse('amount', 'must not be zero.');
  if (body.to !== undefined) return { ...header, ...move(body, body.to, account, amount, known) };
  if (body.arrives !== undefined) throw refuse('arrives', 'belongs to a move, which has "to".');
  const category = categoryIn(known, body.category, amount < 0n ? 'spent' : 'received');
  const { kind } = category;
  const line = { category: category.id, amount: kind === 'spent' ? -amount : amount, note: '' };
  return { ...header, kind, account, lines: [line] };
}

function move(body: NewTransaction, target: string, from: Account & Held, amount: bigint, known: Known) {
  const to = { ...accountIn(known, target, 'to'), state: from.state ?? 'cleared' };
  if (body.category !== undefined)
    throw refuse('category', 'cannot stand with "to": what is moved has none.');
  if (to.id === from.id) throw refuse('to', 'must be another account.');
  if (amount < 0n) throw refuse('amount', 'stands without a sign where it is moved.');
  const same = from.currency === to.currency;
  if (same && body.arrives !== undefined) throw refuse('arrives', 'is for accounts of different currencies.');
  if (!same && body.arrives === undefined)
    throw refuse('arrives', `is needed: that account is in ${to.currency}.`);
  const arrives = same ? amount : parsed(body.arrives ?? '', to.currency, 'arrives');
  if (arrives <= 0n) throw refuse('arrives', 'must be above zero.');
  return { kind: 'moved' as const, from, to, amount, arrives };
}

function accountIn({ accounts }: Known, id: string, field: string): Account {
  const account = accounts.find((one) => one.id === id && one.closedOn === null);
  if (!account) throw refuse(field, 'must be the id of an open account of this book.');
  return account;
}

function categoryIn({ categories }: Known, id: string | undefined, kind: 'spent' | 'received'): Category {
  const found = categories.find((category) =>
    id === undefined ? category.kind === kind && category.role === 'unsorted' : category.id === id,
  );
  if (!found) throw refuse('category', 'must be the id of a category of this book.');
  return found;
}

function fitting(text: string, most: number, field: string): string {
  if ([...text].length > most) throw refuse(field, `has more than ${most} characters (code points, in NFC).`);
  return text;
}

function parsed(text: string, currency: string, field: string): bigint {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof MoneyError) throw refuse(field, `is not usable. ${error.message}`);
    throw error;
  }
}

function refuse(field: string, what: string): ProblemError {
  return new ProblemError(422, `"${field}" ${what}`, field);
}

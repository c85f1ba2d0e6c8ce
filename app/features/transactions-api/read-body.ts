import { type Day, isDay } from '../../calendar.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Entry, Held } from '../../ledger/entry-to-postings.ts';
import { doubtsAbout } from '../../ledger/implausible-day-of-entry.ts';
import { mostTags, splitTags } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { MoneyError, parseAmount } from '../../parse-and-format-amounts.ts';
import { longestName, longestNote, showsNothing, tidyLine, tidyNote } from '../../text-rules.ts';
import { ProblemError } from '../../web/api-problem-error.ts';
import { say } from '../../words/say.ts';
import type { NewTransaction } from './schema.ts';

export interface Known {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

/** Reads a request body as an entry; throws a 422 for the first invalid or implausible member. */
export function readBody(body: NewTransaction, known: Known, today: Day): Entry {
  const entry = entryOf(body, known);
  const [doubt] = body.bookedOnSure === body.bookedOn ? [] : doubtsAbout(entry, known.accounts, today);
  if (doubt) {
    const what =
      doubt.why === 'far ahead'
        ? say('dataApi.farAhead')
        : say('dataApi.beforeOpening', { openedOn: doubt.openedOn });
    throw refuse('bookedOn', what);
  }
  return entry;
}

function entryOf(body: NewTransaction, known: Known): Entry {
  const { bookedOn, payee = '', note = '', state = 'cleared' } = body;
  if (!isDay(bookedOn)) throw refuse('bookedOn', say('dataApi.invalidDay'));
  const header = {
    bookedOn,
    payee: fitting(tidyLine(payee), longestName.payee, 'payee'),
    note: fitting(tidyNote(note), longestNote.transaction, 'note'),
    ...(body.tags !== undefined && { tags: tagsIn(body.tags) }),
  };
  const account = { ...accountIn(known, body.account, 'account'), state };
  const amount = parsed(body.amount, account.currency, 'amount');
  if (amount === 0n) throw refuse('amount', say('dataApi.zeroAmount'));
  if (body.to !== undefined) return { ...header, ...move(body, body.to, account, amount, known) };
  if (body.arrives !== undefined) throw refuse('arrives', say('dataApi.arrivesWithoutTo'));
  const category = categoryIn(known, body.category, amount < 0n ? 'spent' : 'received');
  const { kind } = category;
  const line = { category: category.id, amount: kind === 'spent' ? -amount : amount, note: '' };
  return { ...header, kind, account, lines: [line] };
}

function move(body: NewTransaction, target: string, from: Account & Held, amount: bigint, known: Known) {
  const to = { ...accountIn(known, target, 'to'), state: from.state ?? 'cleared' };
  if (body.category !== undefined) throw refuse('category', say('dataApi.categoryOfMove'));
  if (to.id === from.id) throw refuse('to', say('dataApi.sameAccount'));
  if (amount < 0n) throw refuse('amount', say('dataApi.signOfMove'));
  const same = from.currency === to.currency;
  if (same && body.arrives !== undefined) throw refuse('arrives', say('dataApi.arrivesInSameCurrency'));
  if (!same && body.arrives === undefined)
    throw refuse('arrives', say('dataApi.arrivesNeeded', { currency: to.currency }));
  const arrives = same ? amount : parsed(body.arrives ?? '', to.currency, 'arrives');
  if (arrives <= 0n) throw refuse('arrives', say('dataApi.arrivesAboveZero'));
  return { kind: 'moved' as const, from, to, amount, arrives };
}

function accountIn({ accounts }: Known, id: string, field: string): Account {
  const account = accounts.find((one) => one.id === id && one.closedOn === null);
  if (!account) throw refuse(field, say('dataApi.unknownAccount', { field }));
  return account;
}

function categoryIn({ categories }: Known, id: string | undefined, kind: 'spent' | 'received'): Category {
  const found = categories.find((category) =>
    id === undefined ? category.kind === kind && category.role === 'unsorted' : category.id === id,
  );
  if (!found) throw refuse('category', say('dataApi.unknownCategory'));
  return found;
}

function tagsIn(typed: string): string[] {
  const names = splitTags(tidyLine(typed)).filter((name) => !showsNothing(name));
  if (names.length > mostTags) throw refuse('tags', say('transactions.tooManyTags', { most: mostTags }));
  return names.map((name) => fitting(name, longestName.tag, 'tags'));
}

function fitting(text: string, most: number, field: string): string {
  if ([...text].length > most) throw refuse(field, say('dataApi.tooLong', { field, most }));
  return text;
}

function parsed(text: string, currency: string, field: string): bigint {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof MoneyError)
      throw refuse(field, say('dataApi.invalidAmount', { field, why: error.message }));
    throw error;
  }
}

function refuse(field: string, text: string): ProblemError {
  return new ProblemError(422, text, field);
}

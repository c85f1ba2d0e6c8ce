import type { Day } from '../calendar.ts';
import type { Account } from './accounts.ts';
import type { Entry } from './entry-to-postings.ts';
import type { Transaction } from './read-transactions-with-postings.ts';

/** Reason why the day of an entry is implausible, though it could be right. */
export type Doubt =
  | { readonly why: 'before opening'; readonly account: string; readonly openedOn: Day }
  | { readonly why: 'far ahead' };

/**
 * Lists the doubts to confirm before an entry is written: a day before an account's opening, or one far ahead.
 *
 * @param stored the transaction that it replaces; doubts that it already has are not raised again
 */
export function doubtsAbout(
  entry: Entry,
  accounts: readonly Account[],
  today: Day,
  stored?: Transaction,
): readonly Doubt[] {
  const { bookedOn } = entry;
  const touched = accountsIn(entry);
  const isThere = (id: string) => stored?.postings.some((posting) => posting.account === id) === true;
  if (stored?.bookedOn === bookedOn && touched.every(isThere)) return [];
  const early = accounts.filter(({ id, openedOn }) => touched.includes(id) && bookedOn < openedOn);
  return [
    ...early.map(({ name, openedOn }) => ({ why: 'before opening', account: name, openedOn }) as const),
    ...(isFarAhead(bookedOn, today) ? [{ why: 'far ahead' } as const] : []),
  ];
}

/** True when a day is more than two years ahead. */
export function isFarAhead(day: Day, today: Day): boolean {
  return day > `${Number(today.slice(0, 4)) + 2}${today.slice(4)}`;
}

function accountsIn(entry: Entry): readonly string[] {
  if (entry.kind === 'moved') return [entry.from.id, entry.to.id];
  if (entry.kind === 'opening') return [entry.account.id];
  return [entry.account.id, ...entry.lines.flatMap((part) => ('account' in part ? [part.account.id] : []))];
}

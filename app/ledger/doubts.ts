import type { Day } from '../calendar.ts';
import type { Account } from './accounts.ts';
import type { Entry } from './entry.ts';
import type { Transaction } from './transaction.ts';

/** Why the day of an entry is hard to believe, though it could be right. */
export type Doubt =
  | { readonly why: 'before opening'; readonly account: string; readonly openedOn: Day }
  | { readonly why: 'far ahead' };

/**
 * What is to be asked about an entry before it is written: whether its day is right, where an account was not open yet, or
 * where it is far ahead.
 *
 * @param stored what it replaces: nothing is asked again that is there already
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

/** More than two years. */
export function isFarAhead(day: Day, today: Day): boolean {
  return day > `${Number(today.slice(0, 4)) + 2}${today.slice(4)}`;
}

function accountsIn(entry: Entry): readonly string[] {
  if (entry.kind === 'moved') return [entry.from.id, entry.to.id];
  if (entry.kind === 'opening') return [entry.account.id];
  return [entry.account.id, ...entry.lines.flatMap((part) => ('account' in part ? [part.account.id] : []))];
}

import { dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { type Act, listActs } from '../ledger/begin-and-list-acts.ts';
import type { OpenBook } from '../plugins/opened-book-types.ts';
import { todayIn } from '../time-zones.ts';
import { say } from '../words/say.ts';
import { householdYear } from './household-year.ts';
import { writeHousehold } from './write-household.ts';

/** Book that a sample is made for. */
export interface Pattern extends OpenBook {
  readonly currency: string;
  readonly timeZone: string;
}

/**
 * Makes a book with a made-up year for the acting person, in the currency and with the calendar of another book; who has
 * one gets that. Resolves to its id; undefined where they may not write in the other.
 */
export async function makeSampleBook(
  sql: TransactionSql,
  person: string,
  { id, session, currency, timeZone }: Pattern,
): Promise<string | undefined> {
  const [row] = await sql<{ made: string | null; isNew: boolean }[]>`
    select made, is_new as "isNew" from make_sample_book(${id}, ${say('sample.bookName')})`;
  if (!row?.made) return undefined;
  if (row.isNew) {
    await sql`select open_book(${session}, ${row.made})`;
    const today = todayIn(timeZone);
    await writeHousehold(sql, row.made, person, householdYear({ today, currency }), dayAfter(today));
  }
  return row.made;
}

/** Id of the acting person's sample book. */
export async function ownSampleBook(sql: TransactionSql): Promise<string | undefined> {
  const [row] = await sql<{ id: string | null }[]>`select own_sample_book() as id`;
  return row?.id ?? undefined;
}

/** What people did in a sample book since it was made. */
export interface Changes {
  /** Newest first; not what was undone again. */
  readonly acts: readonly Act[];
  /** False where nothing was done, or all of it undone. */
  readonly isChanged: boolean;
  /** Id of the newest act, by which a page tells what it showed. */
  readonly newest: string;
}

/** Most changes that a page names. */
const MOST = 100;

/**
 * Removes a sample book of the acting person from everybody, unless people did there what the person has not been shown:
 * then resolves to that. Undefined where they have no such book.
 *
 * @param seen newest act that the person was shown; '' for none
 */
export async function removeSampleBook(
  sql: TransactionSql,
  { id, session }: OpenBook,
  seen: string,
): Promise<'removed' | Changes | undefined> {
  const [opened] = await sql<{ role: string | null; isSample: boolean }[]>`
    select open_book(${session}, ${id}) as role, is_sample_book(${id}) as "isSample"`;
  if (opened?.role !== 'owner' || !opened.isSample) return undefined;
  const changes = await changesIn(sql, id);
  if (changes.isChanged && changes.newest !== seen) return changes;
  const [row] = await sql<{ done: boolean }[]>`select remove_sample_book(${id}) as done`;
  return row?.done ? 'removed' : undefined;
}

/** Brings a sample book back; false where it is not there any more, or its person has another. */
export async function restoreSampleBook(sql: TransactionSql, id: string): Promise<boolean> {
  const [row] = await sql<{ done: boolean }[]>`select restore_sample_book(${id}) as done`;
  return row?.done ?? false;
}

async function changesIn(sql: TransactionSql, book: string): Promise<Changes> {
  const all = await listActs(sql, book, { limit: MOST });
  const acts = all.filter(
    ({ kind, isUndone, isRedone }) => kind !== 'add sample' && !isUndone && (kind !== 'undo' || isRedone),
  );
  return { acts, isChanged: acts.length > 0 || all.length > MOST, newest: all[0]?.id ?? '' };
}

import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { addSchedule, type NewSchedule } from '../schedules/write-schedule.ts';

interface Sketch extends Partial<NewSchedule> {
  readonly book: string;
  readonly person: string;
  readonly account: Money;
  readonly category: string;
  readonly first: Day;
  readonly payee?: string;
  readonly note?: string;
  /** In minor units. @default 900 */
  readonly amountMinor?: bigint;
}

/** Adds a purchase that comes again, by default each month when somebody confirms it; resolves to its id. */
export function makeSchedule(
  sql: TransactionSql,
  { book, person, account, category, first, payee = '', note = '', amountMinor = 900n, ...more }: Sketch,
): Promise<string> {
  const lines = [{ category, amount: amountMinor, note: '' }];
  const entry = { kind: 'spent', account, bookedOn: first, payee, note, lines } as const;
  const recurrence = { first, unit: 'month', every: 1, on: 'same day' } as const;
  const usual = { entry, recurrence, amount: 'fixed', enters: 'confirmed' } as const;
  return addSchedule(sql, book, person, { ...usual, ...more }, first);
}

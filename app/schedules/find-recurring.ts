import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Recurrence } from './recurrence.ts';

/** Rows with one payee on one account, the oldest first. */
export interface RowsOfPayee {
  readonly payeeId: string;
  readonly payee: string;
  readonly currency: string;
  readonly rows: readonly { readonly id: string; readonly day: Day; readonly amount: bigint }[];
}

/** Something that seems to come again. */
export interface Found extends Pick<Recurrence, 'first' | 'unit' | 'every'> {
  readonly payeeId: string;
  readonly payee: string;
  /** Id of the newest of its rows, which a schedule can be made of. */
  readonly like: string;
  /** Amount of that row, signed as the account sees it. */
  readonly amount: bigint;
  readonly currency: string;
}

/** Intervals that are looked for: how many days apart, give or take, and how many rows it takes. */
const intervals = [
  { unit: 'week', every: 1, days: 7, slack: 1, least: 4 },
  { unit: 'week', every: 2, days: 14, slack: 2, least: 4 },
  { unit: 'month', every: 1, days: 30.4, slack: 5, least: 3 },
  { unit: 'month', every: 3, days: 91.3, slack: 8, least: 3 },
  { unit: 'year', every: 1, days: 365.25, slack: 15, least: 2 },
] as const;

/** Rows that are looked at for each payee: the newest. */
const LATELY = 6;
/** Part of the middle amount by which all amounts may differ from it. */
const RANGE = 4n;

/**
 * Finds what comes again: the newest rows with a payee are about as far apart as one interval, their amounts within a quarter of
 * the middle one, and the last is not longer ago than one and a half intervals.
 */
export function findRecurring(groups: readonly RowsOfPayee[], today: Day): Found[] {
  return groups.flatMap((group): Found[] => {
    const rows = group.rows.slice(-LATELY);
    const last = rows.at(-1);
    if (!last || !areAlike(rows.map(({ amount }) => amount))) return [];
    const gaps = rows.slice(1).map(({ day }, index) => daysBetween(rows[index]?.day ?? day, day));
    const interval = intervals.find(
      ({ days, slack, least }) => rows.length >= least && gaps.every((gap) => Math.abs(gap - days) <= slack),
    );
    if (!interval || today > dayAfter(last.day, Math.ceil(interval.days * 1.5))) return [];
    const { unit, every } = interval;
    const { payeeId, payee, currency } = group;
    return [{ payeeId, payee, currency, unit, every, first: last.day, like: last.id, amount: last.amount }];
  });
}

function areAlike(amounts: readonly bigint[]): boolean {
  const sizes = amounts
    .map((amount) => (amount < 0n ? -amount : amount))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0n;
  const isOneWay = amounts.every((amount) => amount < 0n) || amounts.every((amount) => amount > 0n);
  return isOneWay && sizes.every((size) => (size > middle ? size - middle : middle - size) * RANGE <= middle);
}

function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Days before today whose rows are looked at: two years and a bit, so that what comes once a year is seen. */
const WINDOW = 800;

/** Loads rows by payee and account for `findRecurring`, without payees that have a schedule or were refused. */
export async function rowsByPayee(sql: TransactionSql, book: string, today: Day): Promise<RowsOfPayee[]> {
  const groups = await sql<Stored[]>`
    with lately as (
      select coalesce(w.merged_into, w.id) as payee_id, p.account_id, p.currency, t.id, t.booked_on, p.amount_minor,
        row_number() over (partition by coalesce(w.merged_into, w.id), p.account_id order by t.booked_on desc, t.id desc) as nth
      from transaction t
        join payee w on w.book_id = t.book_id and w.id = t.payee_id
        join posting p on p.book_id = t.book_id and p.transaction_id = t.id and p.account_id is not null
      where t.book_id = ${book} and t.kind in ('spent', 'received') and t.booked_on <= ${today}
        and t.booked_on > ${dayAfter(today, -WINDOW)}
    )
    select payee.id as "payeeId", payee.name as payee, l.currency,
      json_agg(json_build_object('id', l.id, 'day', l.booked_on, 'amount', l.amount_minor::text) order by l.nth desc) as rows
    from lately l join payee on payee.book_id = ${book} and payee.id = l.payee_id
    where l.nth <= ${LATELY}
      and not exists (
        select from schedule s join payee own on own.book_id = s.book_id and own.id = s.payee_id
        where s.book_id = ${book} and coalesce(own.merged_into, own.id) = l.payee_id
      )
      and not exists (select from schedule_refused r where r.book_id = ${book} and r.payee_id = l.payee_id)
    group by payee.id, payee.name, l.account_id, l.currency
    having count(*) >= 2
    order by lower(payee.name)`;
  return groups.map(({ rows, ...group }) => ({
    ...group,
    rows: rows.map((row) => ({ ...row, amount: BigInt(row.amount) })),
  }));
}

interface Stored extends Omit<RowsOfPayee, 'rows'> {
  readonly rows: readonly { readonly id: string; readonly day: Day; readonly amount: string }[];
}

import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';
import type { Recurrence } from './recurrence.ts';
import { type Template, templateFrom } from './stored-entry.ts';

/** Something that comes again. */
export interface Schedule {
  readonly id: string;
  readonly payee: string;
  readonly template: Template;
  /** Names of the tags of its rows. */
  readonly tags: readonly string[];
  /** `usual`: the median of the last three that were entered, while there are such. */
  readonly amount: 'fixed' | 'usual';
  /** `by itself`: entered as pending on its day; `confirmed`: when somebody says so. */
  readonly enters: 'by itself' | 'confirmed';
  readonly recurrence: Recurrence;
  /** First day on which one may be entered. */
  readonly since: Day;
  /** No day before it is waiting; undefined when none is to come. */
  readonly lookOn: Day | undefined;
  /** Whole amounts of the last three that were entered and are still there, in minor units. */
  readonly lately: readonly bigint[];
}

/** Lists what comes again in a book, in the order of payees and of making. */
export function schedulesOf(sql: TransactionSql, book: string): Promise<Schedule[]> {
  return schedulesWhere(sql, sql`s.book_id = ${book}`);
}

/** Finds a schedule; undefined when this book has none with the id. */
export async function scheduleById(
  sql: TransactionSql,
  book: string,
  id: string,
): Promise<Schedule | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await schedulesWhere(sql, sql`s.book_id = ${book} and s.id = ${id}`);
  return found;
}

interface Row extends Omit<Schedule, 'template' | 'recurrence' | 'lookOn'> {
  readonly entry: string;
  readonly lookOn: Day | null;
  readonly first: Day;
  readonly unit: Recurrence['unit'];
  readonly every: number;
  readonly on: Recurrence['on'];
  readonly until: Day | null;
  readonly times: number | null;
}

async function schedulesWhere(
  sql: TransactionSql,
  condition: ReturnType<TransactionSql>,
): Promise<Schedule[]> {
  const rows = await sql<Row[]>`
    select s.id, coalesce(shown.name, w.name, '') as payee, s.entry::text as entry, s.amount, s.enters,
      s.first_on as first, s.unit, s.every, s.day_of_month as on, s.until_on as until, s.times, s.since_on as since,
      case when look.look_on < 'infinity' then look.look_on end as "lookOn", array(
        select tag.name from tag where tag.book_id = s.book_id and tag.id = any (s.tags) order by lower(tag.name)
      ) as tags, array(
        select abs(p.amount_minor) from occurrence o
          join posting p on p.book_id = o.book_id and p.transaction_id = o.transaction_id
        where o.book_id = s.book_id and o.schedule_id = s.id and o.state = 'entered'
          and p.account_id = (coalesce(s.entry -> 'account', s.entry -> 'from') ->> 'id')::uuid
        order by o.due_on desc limit 3
      ) as lately
    from schedule s
      left join schedule_look look on look.book_id = s.book_id and look.schedule_id = s.id
      left join payee w on w.book_id = s.book_id and w.id = s.payee_id
      left join payee shown on shown.book_id = w.book_id and shown.id = w.merged_into
    where ${condition}
    order by lower(coalesce(shown.name, w.name, '')), s.id`;
  return rows.map(({ entry, first, unit, every, on, until, times, lookOn, ...row }) => ({
    ...row,
    template: templateFrom(entry),
    lookOn: lookOn ?? undefined,
    recurrence: { first, unit, every, on, until: until ?? undefined, times: times ?? undefined },
  }));
}

import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { isId } from './transaction-filter-in-url.ts';
import { unsortedCategories } from './unsorted-categories-and-count.ts';

/** One side of what may be a move: money out of one account, or into another. */
export interface MoveHalf {
  readonly transaction: string;
  readonly version: number;
  readonly account: string;
  readonly accountName: string;
  readonly day: Day;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly payee: string;
}

/** Two transactions that look like the halves of one move between accounts of the household. */
export interface ProposedMove {
  readonly from: MoveHalf;
  readonly to: MoveHalf;
}

/** Days by which the two banks may book a move apart, the likeliest first. */
const NEAR = [0, 1, -1, 2, -2, 3, -3, 4, -4];

/**
 * Finds halves of moves: the same amount out of one account and into another, up to four days apart, neither sorted yet.
 * Between two currencies the amount is what one of the banks says was paid. Each transaction is in one proposal at most,
 * with the one on the nearest day; the newest come first.
 *
 * @param of an import, at least one half of each move from it; or the first day to look at
 */
export async function proposeMoves(
  sql: TransactionSql,
  book: string,
  of: ({ readonly import: string } | { readonly since: Day }) & { readonly limit: number },
): Promise<ProposedMove[]> {
  if ('import' in of && !isId(of.import)) return [];
  const found = await unsortedHalves(sql, book, of);
  const pairs = nearestPairs(found)
    .toSorted((one, other) => (one.from.day < other.from.day ? 1 : -1))
    .slice(0, of.limit);
  const halves = await halvesOf(
    sql,
    book,
    pairs.flatMap(({ from, to }) => [from.id, to.id]),
  );
  return pairs.flatMap(({ from, to }) => {
    const [out, into] = [halves.get(from.id), halves.get(to.id)];
    return out && into ? [{ from: out, to: into }] : [];
  });
}

/** A transaction of one account that is not sorted yet. */
interface Unsorted {
  readonly id: string;
  readonly day: Day;
  readonly account: string;
  readonly amount: bigint;
  readonly currency: string;
  /** What the bank says was paid in another currency. */
  readonly paid: bigint | null;
  readonly paidIn: string | null;
  /** True when it came with the import that is asked about. */
  readonly isFresh: boolean;
}

/** Halves with an amount that also goes the other way: of a large import, few of its rows. */
async function unsortedHalves(
  sql: TransactionSql,
  book: string,
  of: { readonly import: string } | { readonly since: Day },
): Promise<readonly Unsorted[]> {
  const ofImport =
    'import' in of ? sql`from import_row where book_id = ${book} and import_id = ${of.import}` : undefined;
  // A month more than the days of the bank, since a person may have given a row another day.
  const days = ofImport
    ? sql`between (select min(bank_day) - 30 ${ofImport}) and (select max(bank_day) + 30 ${ofImport})`
    : sql`>= ${'since' in of ? of.since : ''}`;
  return sql<Unsorted[]>`
    with half as materialized (
      select t.id, t.booked_on, coalesce(own.bank_day, t.booked_on) as day, own.account_id as account,
        own.amount_minor as amount, own.currency::text as currency,
        abs((t.metadata -> 'original' ->> 'amountMinor')::bigint) as paid, t.metadata -> 'original' ->> 'currency' as "paidIn",
        ${ofImport ? sql`t.id in (select transaction_id ${ofImport})` : sql`true`} as "isFresh"
      from posting line
        join transaction t on t.book_id = ${book} and t.id = line.transaction_id
        join posting own on own.book_id = ${book} and own.transaction_id = t.id and own.line <> line.line
      where line.book_id = ${book} and line.booked_on ${days}
        and line.category_id = any(${unsortedCategories(sql, book)})
        and own.account_id is not null and own.amount_minor = -line.amount_minor and own.currency = line.currency
        and not exists (
          select from posting other
          where other.book_id = ${book} and other.transaction_id = t.id and other.line not in (line.line, own.line)
        )
    ), figure as (
      select half.*, bool_or(half.amount > 0) over same as comes, bool_or(half.amount < 0) over same as goes
      from half cross join lateral (values (abs(half.amount), half.currency), (half.paid, half."paidIn")) one (amount, currency)
      where one.amount is not null
      window same as (partition by one.amount, one.currency)
    )
    select distinct booked_on, id, day, account, amount, currency, paid, "paidIn", "isFresh" from figure where comes and goes
    order by booked_on, id`;
}

interface Pair {
  readonly from: Unsorted;
  readonly to: Unsorted;
}

/** Pairs of halves, the nearest days first, each half in one pair. */
function nearestPairs(halves: readonly Unsorted[]): readonly Pair[] {
  const comes = halves.filter(({ amount }) => amount > 0n);
  const goes = halves.filter(({ amount }) => amount < 0n);
  const byAmount = Map.groupBy(comes, ({ amount, currency, day }) => `${amount} ${currency} ${day}`);
  const byPaid = Map.groupBy(comes, ({ paid, paidIn, day }) => `${paid} ${paidIn} ${day}`);
  const used = new Set<Unsorted>();
  const pairs: Pair[] = [];
  for (const offset of NEAR)
    for (const from of goes) {
      if (used.has(from)) continue;
      const day = offset === 0 ? from.day : dayAfter(from.day, offset);
      const fits = (to: Unsorted) =>
        !used.has(to) && to.account !== from.account && (from.isFresh || to.isFresh);
      const isExchange = (to: Unsorted) => to.currency !== from.currency && fits(to);
      const to =
        byAmount.get(`${-from.amount} ${from.currency} ${day}`)?.find(fits) ??
        byAmount.get(`${from.paid} ${from.paidIn} ${day}`)?.find(isExchange) ??
        byPaid.get(`${-from.amount} ${from.currency} ${day}`)?.find(isExchange);
      if (to === undefined) continue;
      used.add(from).add(to);
      pairs.push({ from, to });
    }
  return pairs;
}

async function halvesOf(
  sql: TransactionSql,
  book: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MoveHalf>> {
  const halves = await sql<MoveHalf[]>`
    select t.id as transaction, t.version, a.id as account, a.name as "accountName", coalesce(p.bank_day, t.booked_on) as day,
      p.amount_minor as "amountMinor", p.currency, coalesce(shown.name, w.name, '') as payee
    from transaction t
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id
      join account a on a.book_id = p.book_id and a.id = p.account_id
      left join payee w on w.book_id = t.book_id and w.id = t.payee_id
      left join payee shown on shown.book_id = w.book_id and shown.id = w.merged_into
    where t.book_id = ${book} and t.id = any(${[...ids]}::uuid[])`;
  return new Map(halves.map((half) => [half.transaction, half]));
}

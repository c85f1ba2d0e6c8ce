import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { beginAct } from './begin-and-list-acts.ts';
import { categoriesOf } from './categories.ts';
import { mostTags } from './list-and-set-tags.ts';
import { findTransaction, type NamedPosting, type Transaction } from './transaction.ts';
import { isId } from './transaction-filter-in-url.ts';
import { unsortedCategories } from './unsorted-categories-and-count.ts';
import { addTransaction, deleteTransaction, EditConflict, editTransaction } from './write-transaction.ts';

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

/** A transaction at the version that a person saw. */
export interface SeenTransaction {
  readonly id: string;
  readonly version: number;
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

/**
 * Joins two halves to one move, on the day on which the money left; what is known of either is kept. One act, which
 * gives both back when it is undone.
 *
 * @throws EditConflict where one was changed meanwhile, or is no half any more; ClosedAccountError
 */
export async function joinMove(
  sql: TransactionSql,
  book: string,
  from: SeenTransaction,
  to: SeenTransaction,
): Promise<void> {
  const [out, into] = [await seen(sql, book, from), await seen(sql, book, to)];
  const [left, came] = [heldIn(out), heldIn(into)];
  const isMove = left.amount < 0n && came.amount > 0n && left.account !== came.account;
  if (!isMove || (left.currency === came.currency && left.amount !== -came.amount)) throw new EditConflict();
  await beginAct(sql, book, 'join', `${left.name} · ${came.name}`);
  await deleteTransaction(sql, book, to.id, to.version);
  const notes = [...new Set([out.note, into.note])].filter((note) => note !== '');
  const entry = {
    kind: 'moved' as const,
    bookedOn: out.bookedOn,
    payee: out.payee || into.payee,
    note: [...notes.join('\n')].slice(0, 1000).join(''),
    from: { id: left.account, currency: left.currency, state: left.state, bankDay: left.bankDay },
    to: { id: came.account, currency: came.currency, state: came.state, bankDay: came.bankDay },
    amount: -left.amount,
    arrives: came.amount,
    tags: [...new Set([...out.tags, ...into.tags].map(({ name }) => name))].slice(0, mostTags),
  };
  await editTransaction(sql, book, from.id, from.version, entry, { joined: to.id });
}

/** True for a move that was joined of two halves and has nothing else by now. */
export async function isJoinedMove(sql: TransactionSql, book: string, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const found = await sql`
    select from transaction t where book_id = ${book} and id = ${id} and kind = 'moved' and metadata ? 'joined' and (
      select count(p.account_id) = 2 and bool_and(p.account_id is not null or c.kind = 'equity')
      from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
      where p.book_id = t.book_id and p.transaction_id = t.id
    )`;
  return found.length > 0;
}

/**
 * Takes a move apart into what left one account and what came into the other, neither sorted yet. One act.
 *
 * @throws EditConflict where it was changed meanwhile, or is no plain move; ClosedAccountError
 */
export async function takeMoveApart(
  sql: TransactionSql,
  book: string,
  person: string,
  move: SeenTransaction,
): Promise<void> {
  const whole = await seen(sql, book, move);
  const held = whole.postings.filter(isHeld);
  const [out, into] = [held.find(({ amount }) => amount < 0n), held.find(({ amount }) => amount > 0n)];
  const isPlain =
    held.length === 2 && whole.postings.every(({ account, isOwn }) => account !== null || isOwn);
  if (!isPlain || out === undefined || into === undefined) throw new EditConflict();
  const unsorted = (await categoriesOf(sql, book)).filter(({ role }) => role === 'unsorted');
  const category = (kind: 'spent' | 'received') => unsorted.find((one) => one.kind === kind)?.id ?? '';
  await beginAct(sql, book, 'take apart', `${out.name} · ${into.name}`);
  const { bookedOn, payee, note } = whole;
  const tags = whole.tags.map(({ name }) => name);
  const half = (
    kind: 'spent' | 'received',
    { account, currency, state, bankDay }: HeldPosting,
    amount: bigint,
  ) => ({
    ...{ kind, payee, note, tags, account: { id: account, currency, state, bankDay } },
    lines: [{ category: category(kind), amount, note: '' }],
  });
  const [before] = await sql<{ joined: string | null }[]>`
    select metadata ->> 'joined' as joined from transaction where book_id = ${book} and id = ${move.id}`;
  const spent = { ...half('spent', out, -out.amount), bookedOn };
  await editTransaction(sql, book, move.id, move.version, spent, { joined: null });
  const received = { ...half('received', into, into.amount), bookedOn: into.bankDay ?? bookedOn };
  await addTransaction(sql, book, person, received, { again: before?.joined ?? undefined });
}

/** @throws EditConflict */
async function seen(
  sql: TransactionSql,
  book: string,
  { id, version }: SeenTransaction,
): Promise<Transaction> {
  const found = await findTransaction(sql, book, id);
  if (found?.version !== version) throw new EditConflict();
  return found;
}

interface HeldPosting extends NamedPosting {
  readonly account: string;
}

function isHeld(posting: NamedPosting): posting is HeldPosting {
  return posting.account !== null;
}

/** Only line on an account of a transaction with one category. @throws EditConflict */
function heldIn({ postings }: Transaction): HeldPosting {
  const held = postings.filter(isHeld);
  const [only] = held;
  if (only === undefined || postings.length !== 2 || held.length !== 1) throw new EditConflict();
  return only;
}

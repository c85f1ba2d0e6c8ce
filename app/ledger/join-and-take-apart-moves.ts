import type { TransactionSql } from '../database/connect.ts';
import { beginAct } from './begin-and-list-acts.ts';
import { mostTags } from './list-and-set-tags.ts';
import { categoriesOf } from './list-categories-with-shown-names.ts';
import { findTransaction, type NamedPosting, type Transaction } from './read-transactions-with-postings.ts';
import { isId } from './transaction-filter-in-url.ts';
import { addTransaction, deleteTransaction, EditConflict, editTransaction } from './write-transaction.ts';

/** A transaction at the version that a person saw. */
export interface SeenTransaction {
  readonly id: string;
  readonly version: number;
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

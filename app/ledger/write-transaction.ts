import type { TransactionSql } from '../database/connect.ts';
import { say } from '../words/say.ts';
import { audit } from './audit-trail.ts';
import { type Entry, type LineState, type Posting, postingsOf } from './entry-to-postings.ts';
import { setTags } from './list-and-set-tags.ts';
import { counterpartsOf } from './list-categories-with-shown-names.ts';
import { isId } from './transaction-filter-in-url.ts';

/** Somebody changed or deleted the transaction after the form was opened; nothing was written. */
export class EditConflict extends Error {
  readonly statusCode = 409;
  constructor() {
    super(say('ledger.changedMeanwhile'));
    this.name = 'EditConflict';
  }
}

/** The change affects a closed account; nothing was written. */
export class ClosedAccountError extends Error {
  readonly statusCode = 422;
  constructor(account: string | undefined) {
    super(account === undefined ? say('ledger.someAccountClosed') : say('ledger.accountClosed', { account }));
    this.name = 'ClosedAccountError';
  }
}

/**
 * Inserts an entry; resolves to its id.
 *
 * @param again id of a transaction that is gone and comes back by this, one version on. @default a new id
 * @throws ClosedAccountError
 */
export async function addTransaction(
  sql: TransactionSql,
  book: string,
  person: string,
  entry: Entry,
  { again }: { readonly again?: string | undefined } = {},
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into transaction (book_id, id, version, booked_on, kind, payee_id, note, created_by)
    values (
      ${book}, coalesce(${again ?? null}::uuid, uuidv7()), ${
        again === undefined
          ? 1
          : sql`(
        select coalesce(max((before ->> 'version')::int), 0) + 1 from audit where book_id = ${book} and subject_id = ${again}
      )`
      }, ${entry.bookedOn}, ${entry.kind}, payee_named(${book}, ${entry.payee}), ${entry.note}, ${person}
    )
    returning id`;
  if (!row) throw new Error('Postgres returned no transaction');
  const postings = postingsOf(entry, await counterpartsOf(sql, book));
  await insertPostings(sql, book, row.id, entry.bookedOn, postings);
  if (entry.tags && entry.tags.length > 0) await setTags(sql, book, row.id, entry.tags);
  await audit(sql, {
    action: 'add',
    subject: 'transaction',
    id: row.id,
    after: await documentOf(sql, row.id),
  });
  return row.id;
}

/**
 * Replaces version `version` of a transaction; an edit without differences changes nothing.
 *
 * @param joined id of another, deleted transaction that it stands for as well; null for none. @default as it was
 * @throws EditConflict, ClosedAccountError
 */
export async function editTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
  version: number,
  entry: Entry,
  { joined }: { readonly joined?: string | null } = {},
): Promise<void> {
  if (!isId(id)) throw new EditConflict();
  const metadata =
    joined === undefined
      ? sql`metadata`
      : sql`jsonb_strip_nulls(metadata || jsonb_build_object('joined', ${joined}::text))`;
  // The update comes first and locks the row: of two people editing one version, the second finds it gone.
  const [row] = await closedAsError(sql<{ before: Document }[]>`
    with before as materialized (select transaction_document(${id}) as document), saved as materialized (
      select payee_kept(${book}, payee_id, ${entry.payee}) as payee_id from transaction where book_id = ${book} and id = ${id}
    )
    update transaction t set booked_on = ${entry.bookedOn}, payee_id = saved.payee_id, note = ${entry.note},
      payee_set_by = case when t.payee_id is distinct from saved.payee_id then 'hand' else t.payee_set_by end,
      note_set_by = case when t.note <> ${entry.note} then 'hand' else t.note_set_by end, metadata = ${metadata},
      version = version + 1, updated_at = now()
    from before, saved
    where book_id = ${book} and id = ${id} and version = ${version}
    returning document as before`);
  if (!row) throw new EditConflict();
  await replacePostings(sql, book, id, entry, row.before.postings);
  await noteSorting(sql, book, id, row.before.postings, entry);
  if (entry.tags) await setTags(sql, book, id, entry.tags);
  const after = await documentOf(sql, id);
  if (isSame(row.before, after)) {
    const { updated_at: then } = row.before;
    await sql`
      update transaction set version = version - 1, updated_at = ${then}::text::timestamptz where book_id = ${book} and id = ${id}`;
    return;
  }
  await audit(sql, { action: 'edit', subject: 'transaction', id, before: row.before, after });
}

/** Deletes a transaction. @throws EditConflict, ClosedAccountError */
export async function deleteTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
  version: number,
): Promise<void> {
  if (!isId(id)) throw new EditConflict();
  const [row] = await closedAsError(sql<{ before: object }[]>`
    with before as materialized (select transaction_document(${id}) as document)
    delete from transaction using before
    where book_id = ${book} and id = ${id} and version = ${version}
    returning document as before`);
  if (!row) throw new EditConflict();
  await audit(sql, { action: 'delete', subject: 'transaction', id, before: row.before });
}

interface Document {
  readonly postings: readonly Line[];
  readonly updated_at: string;
}

function isSame(before: Document, after: object): boolean {
  const contents = (document: object) => JSON.stringify({ ...document, version: 0, updated_at: '' });
  return contents(before) === contents(after);
}

/** A posting as recorded in the audit trail. */
interface Line {
  readonly line: number;
  readonly account_id: string | null;
  readonly category_id: string | null;
  readonly amount_minor: number;
  readonly state: LineState;
  readonly bank_day: string | null;
}

/** Notes that a person sorted the row, when the categories of its lines or the parts of a split are others now. */
async function noteSorting(
  sql: TransactionSql,
  book: string,
  id: string,
  before: readonly Line[],
  entry: Entry,
): Promise<void> {
  const wanted = postingsOf(entry, await counterpartsOf(sql, book));
  const was = before.map(({ category_id, amount_minor }) => ({
    category: category_id,
    amount: amount_minor,
  }));
  if (sortingOf(was) === sortingOf(wanted)) return;
  await sql`update transaction set category_set_by = 'hand' where book_id = ${book} and id = ${id}`;
}

/** Text that is equal for lines that are sorted in the same way; the amount of a single category does not matter. */
function sortingOf(
  lines: readonly { readonly category: string | null; readonly amount: bigint | number }[],
): string {
  const sorted = lines.filter(({ category }) => category !== null);
  if (sorted.length < 2) return `${sorted[0]?.category}`;
  return sorted
    .map(({ category, amount }) => `${category} ${amount}`)
    .toSorted()
    .join();
}

/**
 * Keeps an account line in place when its amount is unchanged, since the account may be closed. Several lines on one
 * account are matched to the existing ones, first by equal amount, then in order. Bank data of a line is kept while it
 * stays on the same account, and its reconciled state while its amount is unchanged.
 */
async function replacePostings(
  sql: TransactionSql,
  book: string,
  id: string,
  entry: Entry,
  before: readonly Line[],
): Promise<void> {
  const open = [...before];
  const take = (fits: (line: Line) => boolean) => {
    const at = open.findIndex(fits);
    return at < 0 ? undefined : open.splice(at, 1)[0];
  };
  const wanted = postingsOf(entry, await counterpartsOf(sql, book));
  const exact = wanted.map((posting) => {
    const { account, amount } = posting;
    if (account === null) return { posting };
    const same = take((line) => line.account_id === account && BigInt(line.amount_minor) === amount);
    return { posting, same };
  });
  const lines = exact.map(({ posting, same }) => {
    const { account, state, bankDay } = posting;
    if (account === null) return { posting };
    const was = same ?? take((line) => line.account_id === account);
    const beside = before.find((line) => line.account_id === account);
    const kept = { state: stateOf(state, was ?? beside, same), bankDay: bankDay ?? was?.bank_day ?? null };
    return { posting: { ...posting, ...kept }, same };
  });
  const kept = lines.flatMap(({ same }) => (same ? [same.line] : []));
  await closedAsError(
    sql`delete from posting where book_id = ${book} and transaction_id = ${id} and not line = any(${kept}::int[])`,
  );
  for (const { posting, same } of lines) {
    if (!same) continue;
    await sql`
      update posting set note = ${posting.note}, state = ${posting.state ?? 'cleared'}, bank_day = ${posting.bankDay}
      where book_id = ${book} and transaction_id = ${id} and line = ${same.line}`;
  }
  const added = lines.flatMap(({ posting, same }) => (same ? [] : [posting]));
  await insertPostings(sql, book, id, entry.bookedOn, added, kept);
}

/** @param wanted absent to keep the state of the line in `was` */
function stateOf(wanted: LineState | undefined, was: Line | undefined, same: Line | undefined): LineState {
  const stays = wanted === undefined || (same?.state === 'reconciled' && wanted === 'cleared');
  if (!stays) return wanted;
  return was?.state === 'reconciled' && !same ? 'cleared' : (was?.state ?? 'cleared');
}

/** @param taken line numbers in use */
async function insertPostings(
  sql: TransactionSql,
  book: string,
  id: string,
  bookedOn: string,
  postings: readonly Posting[],
  taken: readonly number[] = [],
): Promise<void> {
  const free = Array.from({ length: postings.length + taken.length }, (_, index) => index + 1).filter(
    (line) => !taken.includes(line),
  );
  const rows = postings.map(
    ({ account, category, amount, currency, note, state = 'cleared', bankDay }, index) => ({
      book_id: book,
      transaction_id: id,
      line: free[index] ?? 0,
      booked_on: bookedOn,
      account_id: account,
      category_id: category,
      amount_minor: amount,
      currency,
      note,
      state,
      bank_day: bankDay,
    }),
  );
  if (rows.length > 0) await closedAsError(sql`insert into posting ${sql(rows)}`);
}

async function closedAsError<T>(query: PromiseLike<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const { constraint_name, detail } = error as { constraint_name?: string; detail?: string };
    if (constraint_name === 'account_is_closed') throw new ClosedAccountError(detail);
    throw error;
  }
}

async function documentOf(sql: TransactionSql, id: string): Promise<object> {
  const [row] = await sql<{ document: object }[]>`select transaction_document(${id}) as document`;
  if (!row?.document) throw new Error('The transaction is not there');
  return row.document;
}

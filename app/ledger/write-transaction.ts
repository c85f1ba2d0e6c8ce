import type { TransactionSql } from '../database/connect.ts';
import { say } from '../words/say.ts';
import { audit } from './audit.ts';
import { counterpartsOf } from './categories.ts';
import { isId } from './filter.ts';
import { type Entry, type LineState, type Posting, postingsOf } from './journal-entry.ts';

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

/** Inserts an entry; resolves to its id. @throws ClosedAccountError */
export async function addTransaction(
  sql: TransactionSql,
  book: string,
  person: string,
  entry: Entry,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into transaction (book_id, booked_on, kind, payee_id, note, created_by)
    values (${book}, ${entry.bookedOn}, ${entry.kind}, payee_named(${book}, ${entry.payee}), ${entry.note}, ${person})
    returning id`;
  if (!row) throw new Error('Postgres returned no transaction');
  const postings = postingsOf(entry, await counterpartsOf(sql, book));
  await insertPostings(sql, book, row.id, entry.bookedOn, postings);
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
 * @throws EditConflict, ClosedAccountError
 */
export async function editTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
  version: number,
  entry: Entry,
): Promise<void> {
  if (!isId(id)) throw new EditConflict();
  // The update comes first and locks the row: of two people editing one version, the second finds it gone.
  const [row] = await closedAsError(sql<{ before: Document }[]>`
    with before as materialized (select transaction_document(${id}) as document)
    update transaction set booked_on = ${entry.bookedOn}, payee_id = payee_named(${book}, ${entry.payee}),
      note = ${entry.note}, version = version + 1, updated_at = now()
    from before
    where book_id = ${book} and id = ${id} and version = ${version}
    returning document as before`);
  if (!row) throw new EditConflict();
  await replacePostings(sql, book, id, entry, row.before.postings);
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
  readonly amount_minor: number;
  readonly state: LineState;
  readonly bank_day: string | null;
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

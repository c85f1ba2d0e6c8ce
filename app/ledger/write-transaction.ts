import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit.ts';
import { counterpartsOf } from './categories.ts';
import { type Entry, type LineState, type Posting, postingsOf } from './entry.ts';
import { isId } from './filter.ts';

/** Somebody changed or deleted the transaction after the form was opened: nothing was written. */
export class EditConflict extends Error {
  readonly statusCode = 409;
  constructor() {
    super('Somebody changed this transaction meanwhile. Nothing of yours was saved.');
    this.name = 'EditConflict';
  }
}

/** Adds what was entered; gives its id. */
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
  await insertPostings(sql, book, row.id, entry);
  await audit(sql, {
    action: 'add',
    subject: 'transaction',
    id: row.id,
    after: await documentOf(sql, row.id),
  });
  return row.id;
}

/** Replaces version `version` of a transaction, and no other. */
export async function editTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
  version: number,
  entry: Entry,
): Promise<void> {
  if (!isId(id)) throw new EditConflict();
  // The update comes first and locks the row: of two people who edit one version, the second finds it gone.
  const [row] = await sql<{ before: Document }[]>`
    with before as materialized (select transaction_document(${id}) as document)
    update transaction set booked_on = ${entry.bookedOn}, payee_id = payee_named(${book}, ${entry.payee}),
      note = ${entry.note}, version = version + 1, updated_at = now()
    from before
    where book_id = ${book} and id = ${id} and version = ${version}
    returning document as before`;
  if (!row) throw new EditConflict();
  await sql`delete from posting where book_id = ${book} and transaction_id = ${id}`;
  await insertPostings(sql, book, id, entry, row.before.postings);
  const after = await documentOf(sql, id);
  await audit(sql, { action: 'edit', subject: 'transaction', id, before: row.before, after });
}

/** Takes a transaction away. */
export async function deleteTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
  version: number,
): Promise<void> {
  if (!isId(id)) throw new EditConflict();
  const [row] = await sql<{ before: object }[]>`
    with before as materialized (select transaction_document(${id}) as document)
    delete from transaction using before
    where book_id = ${book} and id = ${id} and version = ${version}
    returning document as before`;
  if (!row) throw new EditConflict();
  await audit(sql, { action: 'delete', subject: 'transaction', id, before: row.before });
}

interface Document {
  readonly postings: readonly Line[];
}

/** A line as the audit trail has it. */
interface Line {
  readonly account_id: string | null;
  readonly amount_minor: number;
  readonly state: LineState;
  readonly bank_day: string | null;
}

/** What the bank said of a line stays with it for as long as it is on the same account, and what was reconciled as long as its amount is the same. */
function kept(posting: Posting, before: readonly Line[]): Posting {
  const { account, amount, state, bankDay } = posting;
  const was = before.find((line) => line.account_id !== null && line.account_id === account);
  if (!was) return posting;
  const isReconciled =
    was.state === 'reconciled' && state === 'cleared' && BigInt(was.amount_minor) === amount;
  return { ...posting, state: isReconciled ? 'reconciled' : state, bankDay: bankDay ?? was.bank_day };
}

async function insertPostings(
  sql: TransactionSql,
  book: string,
  id: string,
  entry: Entry,
  before: readonly Line[] = [],
): Promise<void> {
  const postings = postingsOf(entry, await counterpartsOf(sql, book)).map((one) => kept(one, before));
  const rows = postings.map(({ account, category, amount, currency, note, state, bankDay }, index) => ({
    book_id: book,
    transaction_id: id,
    line: index + 1,
    booked_on: entry.bookedOn,
    account_id: account,
    category_id: category,
    amount_minor: amount,
    currency,
    note,
    state,
    bank_day: bankDay,
  }));
  await sql`insert into posting ${sql(rows)}`;
}

async function documentOf(sql: TransactionSql, id: string): Promise<object> {
  const [row] = await sql<{ document: object }[]>`select transaction_document(${id}) as document`;
  if (!row?.document) throw new Error('The transaction is not there');
  return row.document;
}

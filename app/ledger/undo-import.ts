import type { TransactionSql } from '../database/connect.ts';
import { accountsOfTransactions } from './accounts-of-transactions.ts';
import { inSteps, type Tell } from './batches-with-progress.ts';
import { hasReceiptSince } from './receipt-since-act.ts';
import type { Left } from './row-skipped-by-undo.ts';

/** An import that an act belongs to: its own, or the last undo of it. */
export interface ActedImport {
  readonly id: string;
  readonly act: string;
  readonly isInForce: boolean;
  /** True for the act that brought the rows: these are its record, and the audit trail has none of them. */
  readonly isFirst: boolean;
}

/** Finds and locks the import of an act. */
export async function importOfAct(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<ActedImport | undefined> {
  const [found] = await sql<ActedImport[]>`
    select i.id, act.id as act, i.state = 'done' as "isInForce", act.kind = 'import' as "isFirst"
    from import i join act on act.book_id = i.book_id and act.id = i.act_id
    where i.book_id = ${book} and i.act_id = ${act} for update of i`;
  return found;
}

/** Rows of an import that were taken away, and those that stay. */
export interface Taken {
  readonly back: readonly string[];
  readonly left: readonly Left[];
}

/** Number of transactions that one statement takes away: a second's work, after which somebody may have stopped it. */
const AT_ONCE = 2000;

/**
 * Takes away the transactions that an import added and nobody has changed since, other than the import's own act. What was
 * deleted by hand is away already. All in a few statements, because they may be many.
 */
export async function takeImported(
  sql: TransactionSql,
  book: string,
  imported: ActedImport,
  undo: string,
  tell?: Tell,
): Promise<Taken> {
  const ids = sql`
    select transaction_id from import_row
    where book_id = ${book} and import_id = ${imported.id} and is_added and not forgotten`;
  await sql`select from transaction where book_id = ${book} and id in (${ids}) order by id for update`;
  await sql`
    select from account
    where book_id = ${book} and id = any(${accountsOfTransactions(sql, book, sql`in (${ids})`)})
    order by id for share`;
  const rows = await sql<{ id: string; title: string; fate: 'put back' | 'edited' | 'closed' }[]>`
    select row.transaction_id as id, coalesce(nullif(row.raw ->> 'payee', ''), row.bank_day::text) as title,
      case
        when t.version is distinct from coalesce((
          select max((change.after ->> 'version')::int) from audit change
          where change.book_id = ${book} and change.act_id = ${imported.act} and change.subject_id = row.transaction_id
        ), 1) or ${hasReceiptSince(sql, book, imported.act, 'row.transaction_id')} then 'edited'
        when exists (
          select from posting p join account a on a.book_id = p.book_id and a.id = p.account_id
          where p.book_id = ${book} and p.transaction_id = t.id and a.closed_on is not null
        ) then 'closed'
        else 'put back'
      end as fate
    from import_row row
      left join transaction t on t.book_id = ${book} and t.id = row.transaction_id
    where row.book_id = ${book} and row.import_id = ${imported.id} and row.is_added and not row.forgotten
      and (t.id is not null or exists (
        select from transaction whole
        where whole.book_id = ${book} and whole.metadata ? 'joined' and (whole.metadata ->> 'joined')::uuid = row.transaction_id
      ))
    order by row.line`;
  const back = rows.filter(({ fate }) => fate === 'put back').map(({ id }) => id);
  await inSteps(back, AT_ONCE, tell, async (some) => {
    await sql`
      insert into audit (book_id, act_id, person_id, action, subject, subject_id, before)
      select ${book}, ${undo}, (select acting_importer()), 'delete', 'transaction', id, document
      from transaction_documents(${book}, ${some}::uuid[])`;
    await sql`delete from posting where book_id = ${book} and transaction_id = any(${some}::uuid[])`;
    await sql`delete from transaction where book_id = ${book} and id = any(${some}::uuid[])`;
  });
  return {
    back,
    left: rows.flatMap(({ title, fate }) => (fate === 'put back' ? [] : [{ title, why: fate }])),
  };
}

/**
 * Lets the keys of an import follow its rows: those of rows that an undo takes are forgotten, and come back with them.
 * Resolves to the number of rows that have no transaction of their own.
 *
 * @param back transactions that were put back
 * @param left those that stay as they are
 */
export async function followWithKeys(
  sql: TransactionSql,
  book: string,
  { id, isInForce }: ActedImport,
  undo: string,
  { back, left }: { readonly back: readonly string[]; readonly left: readonly string[] },
): Promise<number> {
  const rows = await sql<{ others: boolean }[]>`
    update import_row row set forgotten = ${isInForce}
    where row.book_id = ${book} and row.import_id = ${id} and row.forgotten <> ${isInForce}
      and (
        row.transaction_id = any(${[...back]}::uuid[]) or row.transaction_id is null
        or (not row.is_added and not row.transaction_id = any(${[...left]}::uuid[]))
      )
      and (${isInForce} or (
        exists (select from account a where a.book_id = ${book} and a.id = row.account_id) and not exists (
          select from import_row same
          where same.book_id = ${book} and same.account_id = row.account_id and same.key = row.key
            and same.ordinal = row.ordinal and not same.forgotten
        )
      ))
    returning (row.transaction_id = any(${[...back]}::uuid[])) is not true as others`;
  await sql`
    update import set act_id = ${undo}, state = ${isInForce ? 'undone' : 'done'} where book_id = ${book} and id = ${id}`;
  return rows.filter(({ others }) => others).length;
}

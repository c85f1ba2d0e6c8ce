import type { TransactionSql } from '../database/connect.ts';
import { planForMany } from '../database/replan-for-many-rows.ts';
import { accountsThatStay } from './accounts-that-stay.ts';
import type { Tell } from './batches-with-progress.ts';
import { beginAct } from './begin-and-list-acts.ts';
import { takeImportTurns } from './import-turns.ts';
import type { Left } from './row-skipped-by-undo.ts';
import { isId } from './transaction-filter-in-url.ts';
import { followWithKeys, importOfAct, takeImported } from './undo-import.ts';
import { undoNamed } from './undo-other-items.ts';
import { undoTags } from './undo-tag-edit-delete-or-merge.ts';
import { undoTransactions } from './undo-transactions.ts';

export interface Undone {
  /** Id of the undo's own act; null when nothing was restored. */
  readonly act: string | null;
  /** Number of restored rows. */
  readonly count: number;
  readonly left: readonly Left[];
}

/**
 * Restores every row that is still as the act left it, and skips the rest: rows that were edited since, that are on an
 * account closed since or on a deleted account or category, and accounts or categories that are in use or whose name is
 * taken. What belongs to a row that stays, stays with it: its receipts, the day of its schedule, the opening balance of an
 * account. The undo is itself an act, so it can be undone. Does nothing a second time.
 *
 * @param tell for the undo of an import that nobody's request waits for
 */
export async function undoAct(sql: TransactionSql, book: string, id: string, tell?: Tell): Promise<Undone> {
  const nothing = { act: null, count: 0, left: [] };
  if (!isId(id)) return nothing;
  // Locks the act first: of two people who undo it, the second finds it undone.
  const [act] = await sql<{ title: string; kind: string }[]>`
    select title, kind from act where book_id = ${book} and id = ${id} and undone_by is null for update`;
  if (!act) return nothing;
  const { title, kind } = act;
  const of = kind === 'undo' ? await undoneKind(sql, book, id) : kind;
  for (let staying: readonly string[] | undefined; ; ) {
    try {
      return await sql.savepoint((inner) => undoOf(inner, book, { id, title, of, tell }, staying));
    } catch (error) {
      if (error instanceof NothingPutBack) return { ...nothing, left: error.left };
      if (!(error instanceof AccountsStay)) throw error;
      staying = error.ids;
    }
  }
}

/** Rolls back the savepoint, because accounts stay whose opening balance was taken. */
class AccountsStay extends Error {
  readonly ids: readonly string[];
  constructor(ids: readonly string[]) {
    super();
    this.ids = ids;
  }
}

/** Rolls back the savepoint, and with it the act of the undo. */
class NothingPutBack extends Error {
  readonly left: readonly Left[];
  constructor(left: readonly Left[]) {
    super();
    this.left = left;
  }
}

/** Acts on two rows that belong together, such as the halves of a move: both are put back, or none. */
const OF_PAIRS: readonly string[] = ['join', 'take apart'];

interface Wanted {
  readonly id: string;
  readonly title: string;
  /** Kind of the act, or of the one that its undo was about in the end. */
  readonly of: string;
  readonly tell: Tell | undefined;
}

/** @param known accounts that the act made and that stay, as an attempt has found */
async function undoOf(
  sql: TransactionSql,
  book: string,
  { id, title, of, tell }: Wanted,
  known: readonly string[] | undefined,
): Promise<Undone> {
  const undo = await beginAct(sql, book, 'undo', title);
  const imported = await importOfAct(sql, book, id);
  if (imported) {
    await takeImportTurns(sql, book, tell && (() => tell(0, 0)));
    await planForMany(sql);
  }
  // Not before it is this import's turn: another one may take its rows from an account meanwhile.
  const staying = known ?? (of === 'import' ? await accountsThatStay(sql, book, id) : []);
  const tags = await undoTags(sql, book, id); // first, because rules may name them
  const named = await undoNamed(sql, book, id, { title, when: 'before' });
  const together = OF_PAIRS.includes(of);
  const transactions = await undoTransactions(sql, book, id, { imported, staying, together }, tell);
  const rows = imported?.isFirst
    ? await takeImported(sql, book, imported, undo, tell)
    : { back: [], left: [] };
  const others =
    imported === undefined
      ? 0
      : await followWithKeys(sql, book, imported, undo, {
          back: [...transactions.back, ...rows.back],
          left: transactions.kept,
        });
  const unnamed = await undoNamed(sql, book, id, { title, when: 'after', kept: transactions.kept });
  if (transactions.back.length > 0 && unnamed.staying.some((account) => !staying.includes(account)))
    throw new AccountsStay([...staying, ...unnamed.staying]);
  const count =
    named.count + tags.count + transactions.back.length + rows.back.length + others + unnamed.count;
  const left = [named, tags, transactions, rows, unnamed].flatMap((part) => part.left);
  if (count === 0) throw new NothingPutBack(left);
  await sql`update act set undone_by = ${undo} where book_id = ${book} and id = ${id}`;
  return { act: undo, count, left };
}

/** Kind of the act that an undo was about in the end. */
async function undoneKind(sql: TransactionSql, book: string, undo: string): Promise<string> {
  const [origin] = await sql<{ kind: string }[]>`
    with recursive undone as (
      select id, kind from act where book_id = ${book} and undone_by = ${undo}
      union all
      select one.id, one.kind from undone join act one on one.book_id = ${book} and one.undone_by = undone.id
    )
    select kind from undone where kind <> 'undo'`;
  return origin?.kind ?? 'undo';
}

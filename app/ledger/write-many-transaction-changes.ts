import type { TransactionSql } from '../database/connect.ts';
import { MANY, planForMany } from '../database/replan-for-many-rows.ts';
import type { RulePart } from './rules/apply-rules.ts';
import type { SetBy } from './set-by.ts';

/** A change of a transaction; what is absent stays as it is. */
export interface TransactionChange {
  readonly id: string;
  readonly setBy: SetBy;
  readonly payee?: string;
  readonly note?: string;
  /** Category for the lines that are not sorted yet. */
  readonly sorted?: string;
  /** Number of the line on the account of the row: the one that is cleared, and stays when `parts` replace the others. */
  readonly held?: number;
  readonly cleared?: true;
  readonly parts?: readonly RulePart[];
  /** Ids of the tags that it gets besides its own. */
  readonly tags?: readonly string[];
}

/** Changes many transactions, which the caller has locked, in a few statements, as part of the act that it has begun. */
export async function changeTransactions(
  sql: TransactionSql,
  book: string,
  changes: readonly TransactionChange[],
): Promise<void> {
  if (changes.length >= MANY) await planForMany(sql);
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    await changeSome(sql, book, changes.slice(from, from + AT_ONCE));
  }
}

/** Number of rows of a statement, far below what its timeout lets through. */
const AT_ONCE = 500;

async function changeSome(
  sql: TransactionSql,
  book: string,
  changes: readonly TransactionChange[],
): Promise<void> {
  const rows = changes.map(({ setBy, parts, ...rest }) => ({
    ...rest,
    set_by: setBy,
    ...(parts && { lines: parts.map(lineOf) }),
  }));
  await sql`select change_transactions(${book}, ${JSON.stringify(rows)}::text::jsonb)`;
}

function lineOf(part: RulePart) {
  const at = 'account' in part ? { account_id: part.account } : { category_id: part.category };
  return { ...at, amount_minor: `${part.amount}`, note: part.note };
}

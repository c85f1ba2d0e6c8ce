import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../transaction-filter-in-url.ts';

/** Texts of a row of a bank's file. */
export interface BankText {
  readonly payee: string;
  readonly memo: string;
}

/**
 * Texts of a bank's row that a condition on the bank's text looks at: who it names and what it says, each by itself and
 * both together. Either may be empty.
 */
export function rawTexts({ payee, memo }: { readonly payee: string; readonly memo: string }): string[] {
  const texts = [...new Set([payee, memo])].filter((text) => text !== '');
  return texts.length > 1 ? [...texts, texts.join(' ')] : texts;
}

/** SQL of what banks wrote of the row `t`, and of what was joined with it. */
export function textsOfBank(sql: TransactionSql) {
  return sql`coalesce((
    select json_agg(json_build_object('payee', row.raw ->> 'payee', 'memo', row.raw ->> 'memo') order by row.import_id, row.line)
    from import_row row
    where row.book_id = t.book_id and not row.forgotten
      and row.transaction_id = any(array[t.id, (t.metadata ->> 'joined')::uuid])
  ), '[]')`;
}

/** Texts that banks wrote of a row; none for one that was typed. */
export async function textsOf(sql: TransactionSql, book: string, id: string): Promise<readonly string[]> {
  if (!isId(id)) return [];
  const [row] = await sql<{ written: readonly BankText[] }[]>`
    select ${textsOfBank(sql)} as written from transaction t where t.book_id = ${book} and t.id = ${id}`;
  return (row?.written ?? []).flatMap(rawTexts);
}

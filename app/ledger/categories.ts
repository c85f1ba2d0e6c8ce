import type { Sql, TransactionSql } from '../database/connect.ts';
import type { Counterparts } from './entry.ts';

export interface Category {
  readonly id: string;
  /** Null on the upper level. */
  readonly parent: string | null;
  readonly kind: 'spent' | 'received';
  /** `unsorted` takes rows that nobody has sorted yet. */
  readonly role: 'unsorted' | null;
  readonly name: string;
}

/** Every category that people can choose, parents before their children, each level by name. */
export async function categoriesOf(sql: TransactionSql, book: string): Promise<Category[]> {
  return sql<Category[]>`
    select c.id, c.parent_id as parent, c.kind, c.role, c.name
    from category c left join category p on p.book_id = c.book_id and p.id = c.parent_id
    where c.book_id = ${book} and c.kind <> 'equity'
    order by c.kind desc, coalesce(p.role, c.role) is not null, lower(coalesce(p.name, c.name)),
      coalesce(p.id, c.id), c.parent_id is not null, lower(c.name)`;
}

/** The categories that only the book itself uses. */
export async function counterpartsOf(sql: Sql | TransactionSql, book: string): Promise<Counterparts> {
  const rows = await sql<{ id: string; role: 'opening' | 'exchange' }[]>`
    select id, role from category where book_id = ${book} and kind = 'equity'`;
  const find = (role: string) => {
    const row = rows.find((one) => one.role === role);
    if (!row) throw new Error(`The book lacks its category for ${role}`);
    return row.id;
  };
  return { opening: find('opening'), exchange: find('exchange') };
}

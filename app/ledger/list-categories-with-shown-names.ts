import type { Sql, TransactionSql } from '../database/connect.ts';
import { say } from '../words/say.ts';
import type { Counterparts } from './entry-to-postings.ts';

export interface Category {
  readonly id: string;
  /** Null for a top-level category. */
  readonly parent: string | null;
  readonly kind: 'spent' | 'received';
  /** `unsorted` is the default category of uncategorised transactions. */
  readonly role: 'unsorted' | null;
  readonly name: string;
}

/** Name of a category as people read it; one with a role is named by that, in their language. */
export function categoryName({ role, name }: Named): string {
  return role == null ? name : say(`categoryRoles.${role}`);
}

interface Named {
  /** Purpose of a category that the book itself made; nullish for all others and for accounts. */
  readonly role?: CategoryRole | null;
  readonly name: string;
}

export const categoryRoles = ['unsorted', 'opening', 'exchange'] as const;
export type CategoryRole = (typeof categoryRoles)[number];

/** Lists the same as `categoriesOf`, named for the person of the request. */
export async function shownCategories(sql: TransactionSql, book: string): Promise<Category[]> {
  const categories = await categoriesOf(sql, book);
  return categories.map((category) => ({ ...category, name: categoryName(category) }));
}

/** Lists the categories that people can choose, parents before their children, each level by name. */
export async function categoriesOf(sql: TransactionSql, book: string): Promise<Category[]> {
  return sql<Category[]>`
    select c.id, c.parent_id as parent, c.kind, c.role, c.name
    from category c left join category p on p.book_id = c.book_id and p.id = c.parent_id
    where c.book_id = ${book} and c.kind <> 'equity'
    order by c.kind desc, coalesce(p.role, c.role) is not null, lower(coalesce(p.name, c.name)),
      coalesce(p.id, c.id), c.parent_id is not null, lower(c.name)`;
}

/** Ids of the equity categories, which only the book itself uses. */
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

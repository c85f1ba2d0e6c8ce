import type { TransactionSql } from '../database/connect.ts';

export const accountKinds = ['bank', 'cash', 'card', 'savings', 'loan', 'asset'] as const;
export type AccountKind = (typeof accountKinds)[number];

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly openedOn: string;
  /** Closing day; null while the account is open. */
  readonly closedOn: string | null;
}

/** Lists the accounts of a book, open ones first, in the order of `accountKinds` and by name. */
export async function accountsOf(sql: TransactionSql, book: string): Promise<Account[]> {
  return accountsWhere(sql, sql`book_id = ${book}`);
}

/** Finds an account of a book by its id, a UUID. */
export async function accountById(
  sql: TransactionSql,
  book: string,
  id: string,
): Promise<Account | undefined> {
  const [account] = await accountsWhere(sql, sql`book_id = ${book} and id = ${id}`);
  return account;
}

function accountsWhere(sql: TransactionSql, condition: ReturnType<TransactionSql>) {
  return sql<Account[]>`
    select id, name, kind, currency, opened_on as "openedOn", closed_on as "closedOn"
    from account where ${condition}
    order by closed_on is not null, array_position(${[...accountKinds]}::text[], kind), lower(name)`;
}

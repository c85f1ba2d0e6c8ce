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
  return sql<Account[]>`
    select id, name, kind, currency, opened_on as "openedOn", closed_on as "closedOn"
    from account where book_id = ${book}
    order by closed_on is not null, array_position(${[...accountKinds]}::text[], kind), lower(name)`;
}

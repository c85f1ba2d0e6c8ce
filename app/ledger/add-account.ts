import type { TransactionSql } from '../database/connect.ts';
import type { Account } from './accounts.ts';
import { audit } from './audit-trail.ts';
import { takenAsError } from './name-taken-error.ts';
import { addTransaction } from './write-transaction.ts';

export interface NewAccount extends Omit<Account, 'id' | 'closedOn'> {
  /** @default a new one */
  readonly id?: string;
  /** Opening balance on the day it is opened; negative for a debt, zero writes no transaction. */
  readonly opening: bigint;
}

/** Adds an account; resolves to its id. @throws NameTakenError */
export async function addAccount(
  sql: TransactionSql,
  book: string,
  person: string,
  account: NewAccount,
): Promise<string> {
  const { openedOn, opening, ...columns } = account;
  const { currency } = columns;
  const [row] = await takenAsError(
    sql<{ id: string; after: object }[]>`
      insert into account ${sql({ book_id: book, opened_on: openedOn, ...columns })}
      returning id, to_jsonb(account) as after`,
  );
  if (!row) throw new Error('Postgres returned no account');
  await audit(sql, { action: 'add', subject: 'account', id: row.id, after: row.after });
  if (opening !== 0n) {
    const header = { bookedOn: openedOn, payee: '', note: '' } as const;
    await addTransaction(sql, book, person, {
      ...header,
      kind: 'opening',
      account: { id: row.id, currency },
      amount: opening,
    });
  }
  return row.id;
}

import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { TransactionSql } from '../database/connect.ts';
import { emptyDetails } from '../features/accounts/schema.ts';
import { addAccount, type NewAccount } from '../ledger/add-account.ts';
import type { Entry, Money } from '../ledger/entry-to-postings.ts';
import { addTransaction } from '../ledger/write-transaction.ts';
import type { Role } from '../plugins/person-and-book-authorization.ts';
import { opened, type SignedIn, type Started, startApp } from './start-app.ts';

/** An app, a signed-in person, and shortcuts that add rows to her first book. */
export interface Household extends Started {
  readonly ada: SignedIn;
  /** Ada's book: its id, and the path of its pages. */
  readonly book: string;
  readonly path: string;
  read<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  write<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /** Makes somebody a member of Ada's book. */
  admit(person: SignedIn, role: Role): Promise<void>;
  /** Opens an account; by default in EUR with an opening balance of zero. */
  account(name: string, more?: Partial<NewAccount>): Promise<Money>;
  /** Id of a starter category; of two with the same name, the one for spending. */
  category(name: string): Promise<string>;
  /** Adds a transaction; resolves to its id. */
  enter(entry: Sketch): Promise<string>;
}

/** An entry whose fields with usual values are optional. */
type Sketch = Entry extends infer One
  ? One extends Entry
    ? Omit<One, Usual> & Partial<Pick<One, Usual>>
    : never
  : never;
type Usual = 'bookedOn' | 'payee' | 'note';

export async function household(overrides: Partial<Config> = {}): Promise<Household> {
  const started = await startApp(overrides);
  const ada = await started.signedIn('Ada');
  const { book, person } = ada;
  const { database } = started;
  const write = <T>(work: (sql: TransactionSql) => Promise<T>) =>
    database.write({ book: opened(ada), key: randomUUID() }, work);
  const read = <T>(work: (sql: TransactionSql) => Promise<T>) => database.read(opened(ada), work);
  return {
    ...started,
    ada,
    book,
    path: `/books/${book}`,
    read,
    write,
    admit: async (member, role) => {
      await started.rows`insert into member (book_id, person_id, role) values (${book}, ${member.person}, ${role})`;
    },
    account: async (name, more = {}) => {
      const account: NewAccount = {
        ...emptyDetails,
        name,
        kind: 'bank',
        currency: 'EUR',
        openedOn: '2025-01-01',
        opening: 0n,
        ...more,
      };
      return { id: await write((sql) => addAccount(sql, book, person, account)), currency: account.currency };
    },
    category: async (name) => {
      const [row] = await read(
        (sql) =>
          sql<{ id: string }[]>`select id from category where name = ${name} order by kind desc limit 1`,
      );
      if (!row) throw new Error(`The starter set has no category ${name}`);
      return row.id;
    },
    enter: (sketch) => {
      const usual = { bookedOn: '2025-11-21', payee: '', note: '' };
      return write((sql) => addTransaction(sql, book, person, { ...usual, ...sketch } as Entry));
    },
  };
}

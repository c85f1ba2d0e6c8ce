import type { Account } from '../ledger/accounts.ts';
import { type Counterparts, postingsOf } from '../ledger/entry-to-postings.ts';
import type { Category } from '../ledger/list-categories-with-shown-names.ts';
import type { NamedPosting, Transaction } from '../ledger/read-transactions-with-postings.ts';
import type { ComesAgain } from './stored-entry.ts';

/** Ids that stand for the book's own categories, which no page shows. */
const OWN: Counterparts = { opening: 'opening', exchange: 'exchange' };

/** What an entry may name. */
interface Named {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

/** An entry as the row that it would be, for the form and the words of rows. */
export function asTransaction(entry: ComesAgain, { accounts, categories }: Named): Transaction {
  const account = (id: string | null): Account | undefined => accounts.find((one) => one.id === id);
  const postings = postingsOf(entry, OWN).map((posting): NamedPosting => {
    const category = categories.find(({ id }) => id === posting.category);
    const isOwn = posting.category === OWN.exchange;
    return {
      ...posting,
      name: account(posting.account)?.name ?? category?.name ?? '',
      role: category?.role ?? null,
      state: posting.state ?? 'cleared',
      isOwn,
    };
  });
  const { bookedOn, kind, payee, note, tags = [] } = entry;
  return {
    ...{ id: '', version: 0, state: 'cleared', bookedOn, kind, payee, note, postings },
    receipts: [],
    tags: tags.map((name) => ({ id: '', name, color: 1 })),
  };
}

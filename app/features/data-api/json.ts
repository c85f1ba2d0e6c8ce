import type { Transaction } from '../../ledger/transaction.ts';
import { decimalText } from '../../money.ts';

/** A transaction as programs see it: amounts as text, signed as the account or category sees them. */
export function transactionJson({ postings, ...header }: Transaction) {
  return {
    ...header,
    postings: postings.map(({ account, category, name, amount, currency, note, state, bankDay }) => ({
      ...(account !== null ? { account, state, bankDay } : { category }),
      name,
      amount: decimalText(amount, currency),
      currency,
      note,
    })),
  };
}

import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { decimalText } from '../../parse-and-format-amounts.ts';

/** Serializes a transaction for programs: amounts as text, signed as seen from the account or category. */
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

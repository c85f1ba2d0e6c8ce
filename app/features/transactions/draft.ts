import type { NamedPosting, Transaction } from '../../ledger/transaction.ts';
import { decimalText } from '../../money.ts';
import type { TransactionForm } from './schema.ts';

/** A form as it stands on the screen: text in every field, right or wrong. */
export interface Draft {
  readonly kind: TransactionForm['kind'];
  readonly bookedOn: string;
  readonly payee: string;
  readonly note: string;
  readonly pending: boolean;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly arrives: string;
  readonly lines: readonly DraftLine[];
}

export interface DraftLine {
  readonly amount: string;
  readonly category: string;
  readonly note: string;
}

export const emptyLine: DraftLine = { amount: '', category: '', note: '' };

export function draftOfForm(form: TransactionForm): Draft {
  const [amounts, categories, notes] = [form.amount, form.category, form.lineNote].map(list);
  const lines = (amounts ?? []).map((amount, index) => ({
    amount,
    category: categories?.[index] ?? '',
    note: notes?.[index] ?? '',
  }));
  return {
    kind: form.kind,
    bookedOn: form.bookedOn.trim(),
    payee: form.payee.trim(),
    note: form.note.trim(),
    pending: form.pending !== undefined,
    account: form.account ?? '',
    from: form.from ?? '',
    to: form.to ?? '',
    arrives: form.arrives ?? '',
    lines: lines.length > 0 ? lines : [emptyLine],
  };
}

/** What is stored, as the form would show it. */
export function draftOfTransaction(transaction: Transaction): Draft {
  const { kind, bookedOn, payee, note, state, postings } = transaction;
  const onAccounts = postings.filter((posting) => posting.account !== null);
  const from = onAccounts.find((posting) => posting.amount < 0n);
  const to = onAccounts.find((posting) => posting.amount > 0n);
  const draft = { kind, bookedOn, payee, note, pending: state === 'pending', from: '', to: '', arrives: '' };
  if (kind === 'moved') {
    return {
      ...draft,
      account: '',
      from: from?.account ?? '',
      to: to?.account ?? '',
      arrives: to && to.currency !== from?.currency ? written(to) : '',
      lines: [{ ...emptyLine, amount: from ? written(from, -1n) : '' }],
    };
  }
  const account = onAccounts[0]?.account ?? '';
  if (kind === 'opening') {
    return {
      ...draft,
      account,
      lines: onAccounts.map((posting) => ({ ...emptyLine, amount: written(posting) })),
    };
  }
  const sign = kind === 'spent' ? 1n : -1n;
  const lines = postings
    .filter((posting) => posting.category !== null)
    .map((posting) => ({
      amount: written(posting, sign),
      category: posting.category ?? '',
      note: posting.note,
    }));
  return { ...draft, account, lines };
}

function written({ amount, currency }: NamedPosting, sign = 1n): string {
  return decimalText(sign * amount, currency);
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

export function withOneMoreLine(draft: Draft): Draft {
  return { ...draft, lines: [...draft.lines, emptyLine] };
}

import type { TransactionSql } from '../../database/connect.ts';
import { summaryOf } from '../../ledger/describe-transaction.ts';
import { lastWith, payeeCalled } from '../../ledger/find-payee-and-last-transaction.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { shareOut } from '../../ledger/share-out.ts';
import { fieldText } from '../../parse-and-format-amounts.ts';
import { say } from '../../words/say.ts';
import { type Known, minorOf } from './draft-to-entry.ts';
import { type Draft, type DraftLine, draftOfTransaction } from './form-draft.ts';

/** Finds the newest row of the draft's kind and payee; undefined when there is none. @param except the row being edited */
export async function lastTimeOf(
  sql: TransactionSql,
  book: string,
  { payee, kind, today }: Pick<Draft, 'payee' | 'kind' | 'today'>,
  except?: string,
): Promise<Transaction | undefined> {
  if (kind === 'opening') return undefined;
  const known = await payeeCalled(sql, book, payee);
  return known && lastWith(sql, book, known.id, { kind, today, except });
}

/** Tells in words what pressing "As last time" would fill in; empty when there is nothing. */
export function lastTimeWords(last: Transaction | undefined): string {
  return last ? say('transactions.lastTime', { what: summaryOf(last).detail }) : '';
}

/**
 * Fills a draft in as the last time: accounts that are open, and the category or the parts. The parts of another amount
 * are in the proportions of the last time; where no amount is typed, a split has that of the last time.
 */
export function asLastTime(draft: Draft, last: Transaction, known: Pick<Known, 'accounts'>): Draft {
  const then = draftOfTransaction(last, draft);
  const isOpen = (id: string) => known.accounts.some((one) => one.id === id && one.closedOn === null);
  const account = (now: string, before: string) => (isOpen(before) ? before : now);
  const filled = {
    ...draft,
    account: account(draft.account, then.account),
    from: account(draft.from, then.from),
    to: account(draft.to, then.to),
    amount: draft.amount || (then.lines.length > 1 ? then.amount : ''),
  };
  if (then.kind === 'moved' && then.lines.length === 0) return filled;
  return { ...filled, lines: linesFor(filled, then, known) };
}

function linesFor(draft: Draft, then: Draft, { accounts }: Pick<Known, 'accounts'>): readonly DraftLine[] {
  const held = draft.kind === 'moved' ? draft.from : draft.account;
  const currency = accounts.find((account) => account.id === held)?.currency;
  const [only, ...more] = then.lines;
  if (only && more.length === 0 && draft.kind !== 'moved') return [{ ...only, amount: '' }];
  if (currency === undefined || draft.kind === 'moved') return then.lines;
  const minor = (text: string) => minorOf(text, { currency, locale: draft.locale });
  const [whole, before, ...parts] = [draft.amount, then.amount, ...then.lines.map((line) => line.amount)].map(
    minor,
  );
  const isPlain = parts.every((part) => part !== undefined && part >= 0n);
  if (whole === undefined || whole === before || !isPlain) return then.lines;
  const shares = shareOut(
    whole,
    parts.map((part) => part ?? 0n),
  );
  return then.lines.map((line, index) => ({
    ...line,
    amount: fieldText(shares[index] ?? 0n, currency, draft.locale),
  }));
}

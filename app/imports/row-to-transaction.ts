import type { Move, Row, Split } from '../bank-files/statement.ts';
import type { Counterparts, LineState, Posting } from '../ledger/entry-to-postings.ts';
import type { RuleRow } from '../ledger/rules/apply-rules.ts';
import { longestName, longestNote, showsNothing, tidyLine, tidyNote } from '../text-rules.ts';
import type { CategoryFinder } from './find-category-by-name.ts';
import type { ImportProblem } from './import-request-types.ts';

/** A transaction as a row of a file makes it. */
export interface RowLines {
  /** The database has the last word, by the lines. */
  readonly kind: 'spent' | 'received' | 'moved' | 'opening';
  readonly payee: string;
  readonly note: string;
  readonly state: LineState;
  readonly metadata: object;
  readonly postings: readonly Posting[];
  /** Who set its category, payee and note. @default the import */
  readonly setBy?: RuleRow['setBy'];
  /** Ids of the tags that rules gave it. @default none */
  readonly tags?: readonly string[];
}

export interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
}

export interface Surroundings {
  readonly account: OwnAccount;
  /** Account of the book that the file means; undefined for one that is not the household's. */
  readonly accountNamed: (name: string) => OwnAccount | undefined;
  readonly categories: CategoryFinder;
  readonly counterparts: Counterparts;
}

/** Lines that one transaction can have, its own account's included. */
const MOST_LINES = 200;

/** Books a row: its own account against categories, and against other accounts of the household where it is a move. */
export function rowLines(row: Row, around: Surroundings): RowLines | Pick<ImportProblem, 'why' | 'name'> {
  const { account } = around;
  const parts = (row.splits ?? [wholeOf(row)]).filter(({ amountMinor }) => amountMinor !== 0n);
  if (row.currency !== account.currency) return { why: 'currency', name: account.name };
  if (parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) !== row.amountMinor)
    return { why: 'split sum' };

  const state: LineState = row.pending ? 'pending' : 'cleared';
  const postings = [held(account, row.amountMinor, state, row.date)];
  for (const part of parts) {
    const note = row.splits === undefined ? '' : cut(tidyNote(part.memo), longestNote.line);
    const other = part.movedTo && around.accountNamed(part.movedTo.account);
    if (part.movedTo && other && other.id !== account.id) {
      if (part.movedTo.currency !== other.currency) return { why: 'currency', name: other.name };
      postings.push(...moved(part.amountMinor, part.movedTo, other, around, { state, note }));
    } else {
      const found = around.categories.find(part.category ?? '', part.amountMinor);
      postings.push(against(found, -part.amountMinor, account.currency, note));
    }
  }
  if (postings.length > MOST_LINES) return { why: 'too many parts' };
  const payee = payeeOf(row.payee);
  const memo = cut(tidyNote(row.memo), longestNote.transaction);
  const note = memo === payee ? '' : memo;
  return { kind: kindOf(postings, around), payee, note, state, metadata: metadataOf(row), postings };
}

function wholeOf({ category, movedTo, amountMinor }: Row): Split {
  return {
    ...(category === undefined ? {} : { category }),
    ...(movedTo === undefined ? {} : { movedTo }),
    amountMinor,
    memo: '',
  };
}

/** The other half of a move; what does not arrive is a fee, unless the currency changes on the way. */
function moved(
  amountMinor: bigint,
  to: Move,
  other: OwnAccount,
  { account, categories, counterparts }: Surroundings,
  { state, note }: { readonly state: LineState; readonly note: string },
): readonly Posting[] {
  const arrives = { ...held(other, to.amountMinor, state, null), note };
  if (other.currency !== account.currency) {
    return [
      arrives,
      against(counterparts.exchange, -amountMinor, account.currency, ''),
      against(counterparts.exchange, -to.amountMinor, other.currency, ''),
    ];
  }
  const fee = -amountMinor - to.amountMinor;
  return fee === 0n ? [arrives] : [arrives, against(categories.find('', -fee), fee, account.currency, '')];
}

function held(account: OwnAccount, amount: bigint, state: LineState, bankDay: string | null): Posting {
  return {
    account: account.id,
    category: null,
    amount,
    currency: account.currency,
    note: '',
    state,
    bankDay,
  };
}

function against(category: string, amount: bigint, currency: string, note: string): Posting {
  return { account: null, category, amount, currency, note, state: 'cleared', bankDay: null };
}

function kindOf(postings: readonly Posting[], { categories, counterparts }: Surroundings): RowLines['kind'] {
  const used = postings.flatMap(({ category }) => category ?? []);
  if (used.includes(counterparts.opening)) return 'opening';
  if (postings.filter(({ account }) => account !== null).length > 1) return 'moved';
  return used.some((id) => categories.isSpent(id)) ? 'spent' : 'received';
}

function payeeOf(text: string): string {
  const name = cut(tidyLine(text), longestName.payee).trim();
  return showsNothing(name) ? '' : name;
}

function metadataOf({ original }: Row): object {
  if (original === undefined) return {};
  return { original: { amountMinor: Number(original.amountMinor), currency: original.currency } };
}

/** Beginning of a text, by code points. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}

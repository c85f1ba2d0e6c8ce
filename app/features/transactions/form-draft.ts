import type { Day } from '../../calendar.ts';
import { dayText } from '../../day-field-text.ts';
import type { Writing } from '../../format-days-and-times.ts';
import type { NamedPosting, Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { fieldText } from '../../parse-and-format-amounts.ts';
import { tidyLine, tidyNote } from '../../text-rules.ts';
import type { TransactionForm } from './schema.ts';

/** Preferences of the person and today's date in the book, which decide how amounts and days are read. */
export interface Typist extends Writing {
  readonly today: Day;
}

/** A form as shown on screen: text in every field, valid or not. */
export interface Draft extends Typist {
  readonly kind: TransactionForm['kind'];
  readonly bookedOn: string;
  /** The candidate chosen for an ambiguous `bookedOn`. */
  readonly bookedOnMeant: string;
  /** The day that was confirmed although it is implausible. */
  readonly bookedOnSure: string;
  readonly payee: string;
  readonly note: string;
  /** Names, with commas between; undefined when the form has no field for them. */
  readonly tags: string | undefined;
  /** State of the account, or of the source of a move. */
  readonly pending: boolean;
  /** State of the target of a move. */
  readonly pendingTo: boolean;
  /** Spent and received: the money flowed in the other direction. */
  readonly refund: boolean;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  /** Total amount, including parts and fees. */
  readonly amount: string;
  readonly arrives: string;
  /** Spent and received: one part for the whole, or several. Moved: fees, possibly none. */
  readonly lines: readonly DraftLine[];
  /** Hidden input of another kind, from before the form was switched: fees of a move, or parts in the terms of `spent`. */
  readonly aside: readonly DraftLine[];
  /** `refund` of the opposite kind, of spent and received. */
  readonly otherRefund: boolean;
}

export interface DraftLine {
  readonly amount: string;
  /** Id of a category, or `account:` and the id of an account. */
  readonly category: string;
  readonly note: string;
  /** `category` of the opposite kind, of spent and received; empty while none was chosen there. */
  readonly otherCategory: string;
}

/** Maximum number of parts or fees. */
export const MOST_LINES = 100;

export const emptyLine: DraftLine = { amount: '', category: '', note: '', otherCategory: '' };

export const emptyDraft: Draft = {
  locale: 'en',
  dateFormat: 'locale',
  today: '',
  kind: 'spent',
  bookedOn: '',
  bookedOnMeant: '',
  bookedOnSure: '',
  payee: '',
  note: '',
  tags: '',
  pending: false,
  pendingTo: false,
  refund: false,
  account: '',
  from: '',
  to: '',
  amount: '',
  arrives: '',
  lines: [emptyLine],
  aside: [],
  otherRefund: false,
};

export function draftOfForm(form: TransactionForm, typist: Typist): Draft {
  const lines = linesOf(form.partAmount, form.category, form.lineNote, form.otherCategory);
  const isMove = form.kind === 'moved';
  // A fee that was added has an amount field, even an empty one.
  const fees = list(form.partAmount).length;
  const meant = isMove ? lines.filter(({ note }, index) => index < fees || note !== '') : lines;
  return {
    ...typistOf(typist),
    kind: form.kind,
    bookedOn: form.bookedOn.trim(),
    bookedOnMeant: form.bookedOnMeant ?? '',
    bookedOnSure: form.bookedOnSure ?? '',
    payee: tidyLine(form.payee),
    note: tidyNote(form.note),
    tags: form.tags === undefined ? undefined : tidyLine(form.tags),
    pending: form.pending !== undefined,
    pendingTo: form.pendingTo !== undefined,
    refund: form.refund !== undefined,
    account: form.account ?? '',
    from: form.from ?? '',
    to: form.to ?? '',
    amount: form.amount?.trim() ?? '',
    arrives: form.arrives?.trim() ?? '',
    lines: meant.length > 0 || isMove ? meant : [emptyLine],
    aside: linesOf(form.asideAmount, form.asideCategory, form.asideNote, form.asideOther),
    otherRefund: form.otherRefund !== undefined,
  };
}

type Sent = string | string[] | undefined;

/** Zips repeated fields into lines, in order. */
function linesOf(
  ...sent: readonly [amount: Sent, category: Sent, note: Sent, otherCategory: Sent]
): DraftLine[] {
  const [amounts = [], categories = [], notes = [], others = []] = sent.map(list);
  const count = Math.max(amounts.length, categories.length, notes.length);
  return Array.from({ length: count }, (_, index) => ({
    amount: amounts[index]?.trim() ?? '',
    category: categories[index] ?? '',
    note: tidyLine(notes[index] ?? ''),
    otherCategory: others[index] ?? '',
  }));
}

/** Fills the form from a stored transaction. */
export function draftOfTransaction(transaction: Transaction, typist: Typist): Draft {
  const written = (posting: NamedPosting, sign = 1n) =>
    fieldText(sign * posting.amount, posting.currency, typist.locale);
  const lineOf = (posting: NamedPosting, sign: bigint): DraftLine => ({
    amount: written(posting, sign),
    category: posting.category ?? (posting.account === null ? '' : accountChoice(posting.account)),
    note: posting.note,
    otherCategory: '',
  });
  const { kind, payee, note, postings } = transaction;
  const tags = transaction.tags.map(({ name }) => name).join(', ');
  const bookedOn = dayText(transaction.bookedOn, typist);
  const draft = { ...emptyDraft, ...typistOf(typist), kind, bookedOn, payee, note, tags };
  const move = moveIn(postings);
  // A move whose fee is more than half is stored as `spent`.
  if (move && (kind === 'moved' || move.from.currency !== move.to.currency)) {
    const { from, to, fees } = move;
    return {
      ...draft,
      kind: 'moved',
      pending: from.state === 'pending',
      pendingTo: to.state === 'pending',
      from: from.account ?? '',
      to: to.account ?? '',
      amount: written(from, -1n),
      arrives: to.currency === from.currency ? '' : written(to),
      lines: fees.map((fee) => lineOf(fee, 1n)),
    };
  }
  const held = postings.find((posting) => posting.account !== null);
  const parts = postings.filter((posting) => posting !== held);
  if (!held) return draft;
  const whole = { ...draft, pending: held.state === 'pending', account: held.account ?? '' };
  if (kind === 'opening') return { ...whole, amount: written(held) };
  const usual = kind === 'received' ? -1n : 1n;
  const refund = held.amount * usual > 0n && parts.every((part) => part.amount * usual < 0n);
  const sign = refund ? -usual : usual;
  return {
    ...whole,
    // A move among more than two accounts is shown as a split.
    kind: kind === 'moved' ? 'spent' : kind,
    refund,
    amount: written(held, -sign),
    lines: parts.map((part) => lineOf(part, sign)),
  };
}

/** Picks the typist's fields from a person. */
function typistOf({ locale, dateFormat, today }: Typist): Typist {
  return { locale, dateFormat, today };
}

/** Source, target and fees of a move; undefined when the postings do not have that shape. */
function moveIn(postings: readonly NamedPosting[]) {
  const onAccounts = postings.filter((posting) => posting.account !== null);
  const from = onAccounts.find((posting) => posting.amount < 0n);
  const to = onAccounts.find((posting) => posting.amount > 0n);
  if (!from || !to || onAccounts.length !== 2) return undefined;
  if (from.note !== '' || to.note !== '') return undefined; // it has a note, so it is a part, which has a field for one
  // Between two currencies, the category on the other side is the exchange.
  const charged = postings.filter((one) => one.category !== null && one.currency === from.currency);
  return { from, to, fees: charged.filter((one) => !one.isOwn) };
}

function list(value: Sent): string[] {
  return value === undefined ? [] : [value].flat();
}

/** Value of an account among the choices for a part. */
export function accountChoice(id: string): string {
  return `account:${id}`;
}

/** Id of the account that a choice names; undefined when it is a category. */
export function chosenAccount(choice: string): string | undefined {
  return choice.startsWith('account:') ? choice.slice('account:'.length) : undefined;
}

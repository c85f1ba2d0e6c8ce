import type { Money } from '../../ledger/entry-to-postings.ts';
import { chosenAccount, type Draft, type DraftLine, emptyLine, MOST_LINES } from './form-draft.ts';

/**
 * Applies a button of the form to the draft; undefined for a button that saves: `split` adds a part or a fee,
 * `remove-1` removes the second one, `as-received` switches to another kind and keeps the input, `count` only
 * re-renders.
 *
 * @param accounts accounts that can be chosen
 */
export function changeDraft(
  draft: Draft,
  intent = 'save',
  accounts: readonly Money[] = [],
): Draft | undefined {
  const [what, which = ''] = intent.split('-');
  if (what === 'count') return draft;
  if (what === 'split' && draft.lines.length < MOST_LINES)
    return { ...draft, lines: [...draft.lines, emptyLine] };
  if (what === 'split') return draft;
  if (what === 'remove') {
    const lines = draft.lines.filter((_, index) => index !== Number(which));
    return { ...draft, lines: lines.length > 0 || draft.kind === 'moved' ? lines : [emptyLine] };
  }
  if (what === 'as' && which !== draft.kind) return asKind(draft, which as Draft['kind'], accounts);
  return what === 'as' ? draft : undefined;
}

/**
 * Switches the kind. Each kind restores its own earlier input; a kind shown for the first time starts with that of the
 * other one.
 */
function asKind(draft: Draft, kind: Draft['kind'], accounts: readonly Money[]): Draft {
  const spent = between(draft.kind, draft);
  const turned = { ...between(kind, spent), kind };
  if (kind !== 'moved') {
    const account = draft.account || (kind === 'received' ? draft.to : draft.from);
    return { ...turned, account };
  }
  const [left, came] = draft.kind === 'received' ? ['', draft.account] : [draft.account, ''];
  const from = draft.from || left || anotherThan(draft.to || came, accounts);
  const to = draft.to || came || anotherThan(from, accounts);
  return { ...turned, from, to };
}

/** Id of another account, preferably of the same currency. */
function anotherThan(id: string, accounts: readonly Money[]): string {
  const others = accounts.filter((account) => account.id !== id);
  const currency = accounts.find((account) => account.id === id)?.currency;
  return (others.find((account) => account.currency === currency) ?? others[0])?.id ?? '';
}

/** Converts a draft from `spent` to a kind, or back: both directions swap the same fields. */
function between(kind: Draft['kind'], draft: Draft): Draft {
  if (kind === 'moved') {
    const isMove = draft.kind === 'moved';
    const lines = draft.aside.length > 0 || !isMove ? draft.aside : [emptyLine];
    return { ...draft, lines, aside: draft.lines };
  }
  if (kind !== 'received') return draft;
  const { refund, otherRefund } = draft;
  return { ...draft, lines: draft.lines.map(exchanged), refund: otherRefund, otherRefund: refund };
}

/** Swaps the categories of the two kinds; an account is valid for both. */
function exchanged(line: DraftLine): DraftLine {
  const { category, otherCategory } = line;
  const isAccount = chosenAccount(category) !== undefined;
  return { ...line, category: otherCategory || (isAccount ? category : ''), otherCategory: category };
}

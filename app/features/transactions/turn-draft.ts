import type { Money } from '../../ledger/entry.ts';
import { chosenAccount, type Draft, type DraftLine, emptyLine, MOST_LINES } from './draft.ts';

/**
 * The draft that a button of the form leads to, or undefined where it is to be saved: `split` adds a part or a fee,
 * `remove-1` takes the second away, `as-received` turns the page to another kind and keeps what was typed, `count` only
 * looks at it again.
 *
 * @param accounts those that can be chosen
 */
export function turned(draft: Draft, intent = 'save', accounts: readonly Money[] = []): Draft | undefined {
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

/** Each kind shows again what it showed before; what it shows for the first time begins as another kind had it. */
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

/** Id of another account, of the same currency if there is one. */
function anotherThan(id: string, accounts: readonly Money[]): string {
  const others = accounts.filter((account) => account.id !== id);
  const currency = accounts.find((account) => account.id === id)?.currency;
  return (others.find((account) => account.currency === currency) ?? others[0])?.id ?? '';
}

/** From what is spent to a kind, or from there back: both are the same exchange. */
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

/** The category of the other kind; an account is one in both. */
function exchanged(line: DraftLine): DraftLine {
  const { category, otherCategory } = line;
  const isAccount = chosenAccount(category) !== undefined;
  return { ...line, category: otherCategory || (isAccount ? category : ''), otherCategory: category };
}

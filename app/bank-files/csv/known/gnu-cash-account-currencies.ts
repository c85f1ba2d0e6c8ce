import { isCurrency } from '../../../currencies.ts';
import { writtenAmount } from '../../amounts/split-sign-and-currency.ts';

/** Figures of a posting as they are written. */
export interface AccountPosting {
  readonly account: string;
  /** In the currency of the account. */
  readonly amount: string;
  /** In the currency of the transaction. */
  readonly value: string;
  /** The amount with the mark of its currency. */
  readonly marked: string;
  /** Of the transaction. */
  readonly currency: string;
}

/**
 * Currencies of the accounts, which the file does not name: that of the mark, and for a mark such as `$`, which may be of
 * several, that of them in which the account, else the book, has transactions. Never one in which amount and value differ.
 * None where that leaves no or several currencies: such an account is read by its values.
 */
export function accountCurrencies(postings: readonly AccountPosting[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [account, own] of Map.groupBy(postings, (posting) => posting.account)) {
    const foreign = own.filter(({ amount, value }) => amount !== value);
    const wrong = new Set(foreign.map(({ currency }) => currency));
    const marks = foreign.map(({ marked }) => writtenAmount(marked));
    const possible = (codes: readonly string[]) =>
      [...new Set(codes)].filter((code) => isCurrency(code) && !wrong.has(code));
    const codes = marks.map((mark) => mark?.currency);
    const marked = codes.every((code) => code !== undefined) ? possible(codes) : [];
    const several = possible(marks.flatMap((mark) => mark?.oneOf ?? []));
    const likely = [own, postings].map((some) => currenciesIn(some).filter((one) => several.includes(one)));
    const [only, ...others] = marked.length > 0 ? marked : (likely.find((some) => some.length > 0) ?? []);
    if (only !== undefined && others.length === 0) found.set(account, only);
  }
  return found;
}

/** Currencies of the transactions in which amount and value are the same. */
function currenciesIn(postings: readonly AccountPosting[]): readonly string[] {
  const plain = postings.filter(({ amount, value }) => amount === value && /[1-9]/.test(amount));
  return [...new Set(plain.map(({ currency }) => currency))];
}

/** Shares of a whole in proportion to some parts; what rounding leaves goes to the last. */
export function inProportion(whole: bigint, parts: readonly bigint[]): readonly bigint[] {
  const sum = parts.reduce((all, part) => all + part, 0n);
  if (sum === 0n) return parts;
  const shares = parts.map((part) => (whole * part) / sum);
  const rest = whole - shares.reduce((all, share) => all + share, 0n);
  return shares.map((share, index) => (index === shares.length - 1 ? share + rest : share));
}

import { say } from '../../words/say.ts';
import type { AmountRead } from '../amounts/amount-column.ts';
import type { Options } from '../options.ts';
import { AskedFile, RefusedFile } from '../refused-and-asked-file-errors.ts';
import { choicesOfWords } from './choices-of-words.ts';
import { MOST_FLAGS, type Way, wayOf } from './debit-credit-flags.ts';
import { rankOf } from './header-words.ts';

/** An amount as the account sees it; undefined where the record has none. */
export type Signed = AmountRead | undefined;

/**
 * Amounts of one column beside a flag: where the figures have signs that agree with the flags they stand, where they
 * have none the flag decides. Where they agree in most rows of each way the others are returned payments.
 *
 * @param header of the flag
 * @param balances tells whether amounts agree with the balances of the file, if it has any
 * @throws AskedFile where figures and flags agree in some rows only
 */
export function byFlag(
  amounts: readonly Signed[],
  ways: readonly (Way | undefined)[],
  header: string,
  { flagSign }: Options,
  balances: Proof,
): readonly Signed[] {
  const pairs = amounts.flatMap((amount, row) =>
    amount === undefined || amount.minor === 0n ? [] : [{ amount, way: ways[row] }],
  );
  const flagged = pairs.filter(({ way }) => way !== undefined);
  const negative = flagged.filter(({ amount }) => amount.minor < 0n);
  const agreeing = flagged.filter(({ amount, way }) => amount.minor < 0n === (way === 'out'));
  const turned = amounts.map((amount, row) => (ways[row] === 'out' ? negated(amount) : amount));
  if (
    flagSign === 'signed' ||
    (flagSign === undefined && negative.length > 0 && agreeing.length === flagged.length)
  ) {
    return amounts;
  }
  if (flagSign === 'unsigned' || negative.length === 0) return turned;
  const proven = [turned, amounts].filter((one) => balances(one));
  if (proven.length === 1 && proven[0] !== undefined) return proven[0];
  if (mostAgree(flagged, rankOf('flag', header))) return amounts;
  throw new AskedFile([{ about: 'flagSign', choices: ['unsigned', 'signed'] }]);
}

/**
 * True where money went both ways by the flags, and in more rows than not the figures of each way have its sign. Half of
 * them are enough under a header for kinds of transactions. One such as S/H comes with figures without a sign.
 */
function mostAgree(
  flagged: readonly { readonly amount: AmountRead; readonly way: Way | undefined }[],
  rank = 1000,
): boolean {
  if (rank < 1000) return false;
  return (['out', 'in'] as const).every((way) => {
    const signs = flagged.filter((one) => one.way === way).map(({ amount }) => amount.minor < 0n);
    const agreeing = signs.filter((isNegative) => isNegative === (way === 'out')).length;
    return agreeing > 0 && (agreeing * 2 > signs.length || (rank >= 2000 && agreeing * 2 === signs.length));
  });
}

/** True when amounts lead from each balance to the next. False as well where there are no balances. */
export type Proof = (amounts: readonly Signed[]) => boolean;

/**
 * Amounts of one column without a flag: they have the sign that they have, unless only those that came in are marked,
 * by CR or a plus.
 *
 * @throws AskedFile for amounts without a mark beside such, where no balance tells
 */
export function byMarks(
  amounts: readonly Signed[],
  { unmarked }: Options,
  balances: Proof,
): readonly Signed[] {
  const figures = amounts.filter(isFigure);
  const isMarked = figures.some(({ hasSign }) => hasSign) && figures.every(({ minor }) => minor > 0n);
  if (!isMarked || figures.every(({ hasSign }) => hasSign) || unmarked === 'in') return amounts;
  const turned = amounts.map((amount) => (amount?.hasSign === false ? negated(amount) : amount));
  if (unmarked === 'out') return turned;
  const proven = [turned, amounts].filter((one) => balances(one));
  if (proven.length === 1 && proven[0] !== undefined) return proven[0];
  throw new AskedFile([{ about: 'unmarked', choices: ['out', 'in'] }]);
}

/**
 * One amount of a debit and a credit column. Figures of the debit column are money out, unless most of them are negative
 * and so have their own sign. Those of the credit column have their own sign, unless most of them are negative.
 *
 * @throws AskedFile where a few debits or most credits are negative, and nothing tells what that means
 * @throws RefusedFile for a row with both
 */
export function ofPair(
  debits: readonly Signed[],
  credits: readonly Signed[],
  lines: readonly number[],
  column: string,
  options: Options,
  balances: Proof,
): readonly Signed[] {
  const both = lines.filter((_, row) => isFigure(debits[row]) && isFigure(credits[row]));
  if (both.length > 0) {
    throw new RefusedFile(both.map((line) => ({ line, column, message: say('bankFiles.debitAndCredit') })));
  }
  const shares = { debit: negativeShare(debits), credit: negativeShare(credits) };
  const ways = {
    debitSign: signsOf(options.debitSign, shares.debit === 0, shares.debit >= 0.5),
    creditSign: signsOf(options.creditSign, false, shares.credit < 0.5),
  };
  const readings = ways.debitSign.flatMap((debit) =>
    ways.creditSign.map((credit) =>
      debits.map((one, row) =>
        isFigure(one)
          ? debit === 'signed'
            ? one
            : negated(one)
          : credit === 'signed'
            ? (credits[row] ?? one)
            : (negated(credits[row]) ?? one),
      ),
    ),
  );
  const proven = readings.length === 1 ? readings : readings.filter((one) => balances(one));
  if (proven.length === 1 && proven[0] !== undefined) return proven[0];
  throw new AskedFile(
    (['debitSign', 'creditSign'] as const)
      .filter((about) => ways[about].length > 1)
      .map((about) => ({ about, choices: ways[about] })),
  );
}

/** Share of negative figures; 0 without figures. */
function negativeShare(amounts: readonly Signed[]): number {
  const figures = amounts.filter(isFigure);
  return figures.length === 0 ? 0 : figures.filter(({ minor }) => minor < 0n).length / figures.length;
}

/** Ways in which the figures of one of two columns can be read: that which was chosen, that which is clear, or both. */
function signsOf(chosen: string | undefined, isUnsigned: boolean, isSigned: boolean): readonly string[] {
  if (chosen !== undefined) return [chosen === 'signed' ? 'signed' : 'unsigned'];
  if (isUnsigned) return ['unsigned'];
  return isSigned ? ['signed'] : ['unsigned', 'signed'];
}

/**
 * The way of each row by its flag.
 *
 * @throws AskedFile for a few words that are unknown
 * @throws RefusedFile for more of them, where there are amounts
 */
export function waysOf(
  flags: readonly { readonly text: string; readonly line: number; readonly hasAmount: boolean }[],
  column: string,
  { flagOut, flagIn }: Options,
): readonly (Way | undefined)[] {
  const isOne = (text: string, values: string | readonly string[] | undefined) =>
    values !== undefined &&
    [values].flat().some((value) => value.trim().toLowerCase() === text.toLowerCase());
  const all = [...new Set(flags.map(({ text }) => text))];
  const wayIn = new Map(
    all.map((text): readonly [string, Way | undefined] => [
      text,
      isOne(text, flagOut)
        ? 'out'
        : isOne(text, flagIn)
          ? 'in'
          : flagOut === undefined && flagIn === undefined
            ? wayOf(text, all)
            : undefined,
    ]),
  );
  const unknown = flags.filter(({ text, hasAmount }) => hasAmount && wayIn.get(text) === undefined);
  if (unknown.length === 0) return flags.map(({ text }) => wayIn.get(text));
  const words = [...new Set(unknown.map(({ text }) => text))];
  // A header such as S/H lists all the words that there are: another one is a bad row.
  const isListed = column.split(/[^\p{L}]+/u).every((word) => wayOf(word) !== undefined);
  if (isListed || all.length > MOST_FLAGS || words.length > MOST_ASKED || words.includes('')) {
    throw new RefusedFile(
      unknown.map(({ line }) => ({ line, column, message: say('bankFiles.unknownFlag') })),
    );
  }
  const withKnown = (way: Way, choices: readonly (readonly string[])[]) =>
    choices.map((choice) => [...all.filter((text) => wayIn.get(text) === way), ...choice]);
  const choices = choicesOfWords(words);
  const others = choices.map((choice) => words.filter((word) => !choice.includes(word)));
  const isAsked = (one: Options['flagOut'], other: Options['flagOut']) =>
    one === undefined || other !== undefined;
  throw new AskedFile([
    ...(isAsked(flagOut, flagIn) ? [{ about: 'flagOut', choices: withKnown('out', choices) }] : []),
    ...(isAsked(flagIn, flagOut) ? [{ about: 'flagIn', choices: withKnown('in', others) }] : []),
  ]);
}

/** Words of which each may be out or in: four have sixteen ways. */
const MOST_ASKED = 4;

/**
 * Turns all signs of a card's file whose charges are positive. A payment to the card that is negative proves it.
 *
 * @param isCard true when a header names a card or its holder
 * @param kinds what a column calls each record
 * @throws AskedFile for a card's file with positive figures, in which no row tells
 */
export function ofCard(
  amounts: readonly Signed[],
  texts: readonly string[],
  isCard: boolean,
  { flip }: Options,
  kinds: readonly (Kind | undefined)[] = [],
): { readonly amounts: readonly Signed[]; readonly flip: boolean } {
  const turned = flip ?? purchasesArePositive(amounts, kinds) ?? chargesArePositive(amounts, texts, isCard);
  return { amounts: turned ? amounts.map(negated) : amounts, flip: turned };
}

/** A word for a record in the file of a card. */
export type Kind = 'purchase' | 'payment';

/**
 * Tells by the signs of what is called a purchase; undefined where nothing is, or where these have both signs.
 *
 * @throws AskedFile for positive ones, unless what is called a payment is negative: a shop's sales are positive as well
 */
function purchasesArePositive(
  amounts: readonly Signed[],
  kinds: readonly (Kind | undefined)[],
): boolean | undefined {
  const signs = (kind: Kind) =>
    new Set(amounts.flatMap((one, row) => (kinds[row] === kind && isFigure(one) ? [one.minor > 0n] : [])));
  const purchases = signs('purchase');
  const payments = signs('payment');
  if (purchases.size !== 1) return undefined;
  if (purchases.has(false)) return false;
  if (payments.has(false) && !payments.has(true)) return true;
  throw new AskedFile([{ about: 'flip', choices: [true, false] }]);
}

function chargesArePositive(amounts: readonly Signed[], texts: readonly string[], isCard: boolean): boolean {
  const figures = amounts.flatMap((amount, row) =>
    isFigure(amount) ? [{ minor: amount.minor, text: (texts[row] ?? '').slice(0, 200) }] : [],
  );
  const positive = figures.filter(({ minor }) => minor > 0n).length;
  const payments = figures.filter(({ text }) => THANKS.test(text) || (isCard && PAYMENT.test(text)));
  if (payments.length > 0) {
    if (payments.some(({ minor }) => minor > 0n)) return false;
    if (isCard || positive > 0) return true;
  }
  const isOdd = payments.length > 0 || figures.some(({ minor, text }) => minor < 0n && REFUND.test(text));
  if (!isOdd && !(isCard && positive > 0 && positive * 2 >= figures.length)) return false;
  if (!isCard && payments.length === 0) return false;
  throw new AskedFile([{ about: 'flip', choices: [true, false] }]);
}

/** Words of card issuers for a payment that they received; no account that pays has such a row. */
const THANKS =
  /payment\b.*\b(?:received|thank you)|thank you.*\bpayment|paiement.*merci|merci.*paiement|paiement reçu|zahlung.*dank|zahlung erhalten|pago recibido|pagamento (?:recebido|ricevuto)|betaling.*dank|(?:betaling|betalning) (?:ontvangen|mottagen|mottatt|modtaget)|spłata (?:karty|zadłużenia)|splátka karty|オンライン入金|ご入金/i;
/** Words of such a payment that stand in the files of other accounts as well. */
const PAYMENT =
  /\bauto ?pay\b|^(?:online |mobile |automatic |electronic )?payment$|einzahlung|lastschrifteinzug/i;

/** Words for money that comes back to a card, which is negative where its charges are positive. */
const REFUND =
  /\brefund|reversal|\bcredit adj|gutschrift|erstattung|remboursement|reembolso|estorno|rimborso|storno|terugbetaling|återbetalning|tilbagebetaling|tilbakebetaling|palautus|zwrot|vratka|iade|возврат|返金|退款/i;

function isFigure(amount: Signed): amount is AmountRead {
  return amount !== undefined && amount.minor !== 0n;
}

function negated(amount: Signed): Signed {
  return amount === undefined ? undefined : { ...amount, minor: -amount.minor };
}

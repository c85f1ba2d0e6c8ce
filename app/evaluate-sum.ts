import { decimalSign, fieldText, MoneyError, parseAmount } from './parse-and-format-amounts.ts';
import { say } from './words/say.ts';

/**
 * Evaluates a sum typed into an amount field: `12,50+3,20`, `3*4.99`, `100/3*3`. Products come before sums; there are
 * no brackets.
 *
 * @param text one that {@link isSum} accepts
 * @returns minor units
 * @throws MoneyError when a part is no amount, or the result is not a whole number of minor units
 */
export function sumOf(text: string, currency: string, locale: string): bigint {
  const terms = text.match(/[-+−]?[^-+−]+/gu) ?? [];
  if (terms.join('') !== text) throw new MoneyError(say('money.invalidSum'));
  const [over, under] = terms.map((term) => productOf(term, currency, locale)).reduce(add, [0n, 1n]);
  if (over % under !== 0n) throw new MoneyError(say('money.uneven'));
  return parseAmount(fieldText(over / under, currency, locale), currency, locale); // refuses a result that is too large
}

/** True when the text is more than one amount: something is added, subtracted, multiplied or divided. */
export function isSum(text: string): boolean {
  return /[\p{Nd}.,]\s*[+*×÷/−-]\s*[\p{Nd}\p{Sc}.,]/u.test(text.trim());
}

/** A fraction: numerator and denominator, the latter above zero. */
type Fraction = readonly [bigint, bigint];

function productOf(term: string, currency: string, locale: string): Fraction {
  const [first = '', ...others] = term.split(/([*×÷/])/u);
  let product: Fraction = [parseAmount(first.replace(/^\+/, ''), currency, locale), 1n];
  for (let at = 0; at < others.length; at += 2) {
    const [over, under] = plainNumber(others[at + 1] ?? '', locale);
    const isProduct = others[at] === '*' || others[at] === '×';
    if (!isProduct && over === 0n) throw new MoneyError(say('money.divisionByZero'));
    product = isProduct ? [product[0] * over, product[1] * under] : [product[0] * under, product[1] * over];
  }
  return product;
}

/** Reads a multiplier or divisor: either decimal sign, no thousands separators. */
function plainNumber(text: string, locale: string): Fraction {
  const isThousands = /^\s*[1-9]\d{0,2}[.,]\d{3}\s*$/.test(text) && !text.includes(decimalSign(locale));
  if (isThousands) throw new MoneyError(say('money.factorCouldBeThousands'));
  const [, whole = '', fraction = ''] =
    /^\s*(\d{1,9})(?:[.,](\d{1,6}))?\s*$/.exec(text.normalize('NFKC')) ?? [];
  if (whole === '' || /\p{No}/u.test(text)) throw new MoneyError(say('money.invalidSum'));
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
}

function add([over, under]: Fraction, [otherOver, otherUnder]: Fraction): Fraction {
  return [over * otherUnder + otherOver * under, under * otherUnder];
}

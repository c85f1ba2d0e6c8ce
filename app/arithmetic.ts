import { decimalSign, fieldText, MoneyError, parseAmount } from './money.ts';

/**
 * What a sum comes to, as people type it into a field: `12,50+3,20`, `3*4.99`, `100/3*3`. Products come before sums; there
 * are no brackets.
 *
 * @param text that {@link isSum} is true of
 * @returns minor units
 * @throws MoneyError where a part is no amount, or where it does not come to whole minor units
 */
export function sumOf(text: string, currency: string, locale: string): bigint {
  const terms = text.match(/[-+−]?[^-+−]+/gu) ?? [];
  if (terms.join('') !== text) throw new MoneyError('Type a sum such as 12.50+3.20 or 3*4.99.');
  const [over, under] = terms.map((term) => productOf(term, currency, locale)).reduce(add, [0n, 1n]);
  if (over % under !== 0n) throw new MoneyError('That does not come out even. Type what it is, rounded.');
  return parseAmount(fieldText(over / under, currency, locale), currency, locale); // is it too large?
}

/** Whether it is more than an amount: something is added, taken off, multiplied or divided. */
export function isSum(text: string): boolean {
  return /[\p{Nd}.,]\s*[+*×÷/−-]\s*[\p{Nd}\p{Sc}.,]/u.test(text.trim());
}

/** A fraction: over, and under, which is above zero. */
type Fraction = readonly [bigint, bigint];

function productOf(term: string, currency: string, locale: string): Fraction {
  const [first = '', ...others] = term.split(/([*×÷/])/u);
  let product: Fraction = [parseAmount(first.replace(/^\+/, ''), currency, locale), 1n];
  for (let at = 0; at < others.length; at += 2) {
    const [over, under] = plainNumber(others[at + 1] ?? '', locale);
    const isProduct = others[at] === '*' || others[at] === '×';
    if (!isProduct && over === 0n) throw new MoneyError('Nothing can be divided by zero.');
    product = isProduct ? [product[0] * over, product[1] * under] : [product[0] * under, product[1] * over];
  }
  return product;
}

/** How many times, or by how much: with either decimal sign, and not separated by thousands. */
function plainNumber(text: string, locale: string): Fraction {
  const isThousands = /^\s*[1-9]\d{0,2}[.,]\d{3}\s*$/.test(text) && !text.includes(decimalSign(locale));
  if (isThousands)
    throw new MoneyError('With three digits after the sign this could be thousands. Type 1000.');
  const [, whole = '', fraction = ''] =
    /^\s*(\d{1,9})(?:[.,](\d{1,6}))?\s*$/.exec(text.normalize('NFKC')) ?? [];
  if (whole === '' || /\p{No}/u.test(text)) throw new MoneyError('Type a sum such as 12.50+3.20 or 3*4.99.');
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
}

function add([over, under]: Fraction, [otherOver, otherUnder]: Fraction): Fraction {
  return [over * otherUnder + otherOver * under, under * otherUnder];
}

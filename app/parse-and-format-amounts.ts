import { asciiDigits, withoutDirection } from './ascii-digits.ts';
import { digitsOf } from './currencies.ts';
import { isolated } from './words/isolate-direction.ts';
import { say } from './words/say.ts';

/** The largest absolute amount, in minor units; the database enforces it by CHECK. */
export const largestAmount = 10n ** 15n;

/** Says what is wrong with a typed amount and what to type instead. Never repeats the amount. */
export class MoneyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MoneyError';
  }
}

/**
 * Parses a typed amount to minor units: `12.50` and `12,50` are both 1250 in EUR; `1,234.50`, `1.234,50`, `1 234.50`,
 * `€12.50`, `12.50-` and non-ASCII digits are accepted; `1,234` is refused, because two people read it as two amounts.
 *
 * @param locale locale of the person: decides where lakhs are grouped, and what a lone sign before three digits means
 *   in currencies with three. @default 'en'
 * @throws MoneyError
 */
export function parseAmount(text: string, currency: string, locale = 'en'): bigint {
  const digits = digitsOf(currency);
  const { sign, whole, fraction } = split(plainTyped(text, currency, locale), currency, locale);
  if (fraction.length > digits) throw new MoneyError(tooManyDigits(currency, digits));
  const minor = BigInt(`${sign}${whole}${fraction.padEnd(digits, '0')}`);
  if (minor > largestAmount || minor < -largestAmount) {
    const most = isolated(formatAmount(largestAmount, currency, locale));
    throw new MoneyError(say('money.moreThan', { most }));
  }
  return minor;
}

/** Text of a form field: a plain decimal with the locale's decimal sign, as `-12,50`; {@link parseAmount} reads it back. */
export function fieldText(minor: bigint, currency: string, locale: string): string {
  return decimalText(minor, currency).replace('.', decimalSign(locale));
}

/** Formats a plain decimal with all of the currency's digits, as `-12.50`: for form fields, JSON and CSV. */
export function decimalText(minor: bigint, currency: string): string {
  const digits = digitsOf(currency);
  const sign = minor < 0n ? '-' : '';
  const all = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${all}` : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** Amounts that get a sign: negative ones, or all but zero. */
export type Sign = 'auto' | 'exceptZero';

/**
 * Formats an amount in the person's locale, with the currency sign: `€12.50`, `12,50 €`.
 *
 * @param sign @default 'auto'
 */
export function formatAmount(minor: bigint, currency: string, locale: string, sign: Sign = 'auto'): string {
  // Intl reads a decimal string exactly; a number would lose cents above 2^53.
  return formatter(currency, locale, sign).format(decimalText(minor, currency) as `${number}`);
}

interface Parts {
  readonly sign: string;
  readonly whole: string;
  readonly fraction: string;
}

function split(typed: string, currency: string, locale: string): Parts {
  const digits = digitsOf(currency);
  const match = /^([-+]?)\s*(\d[\d.,'’\s]*|[.,]\d+)$/u.exec(typed);
  if (!match) throw new MoneyError(say('money.invalid', { example: example(digits) }));
  const sign = match[1] === '-' ? '-' : '';
  const isLakh = groupsLakhs(currency, locale);
  const body = ungroup(match[2] ?? '', /[\s'’]/u, digits, isLakh);
  const separators = [...body.replace(/\d/g, '')];
  const last = separators.at(-1);
  if (last === undefined) return { sign, whole: body, fraction: '' };

  if (separators.length === 1) {
    const [whole = '', fraction = ''] = body.split(last);
    // A currency without minor digits: the separator can only group thousands.
    if (digits === 0 && isThousands(whole, fraction)) return { sign, whole: whole + fraction, fraction: '' };
    refuseTwoMeanings(whole, fraction, last, currency, locale);
    return { sign, whole, fraction };
  }
  const grouping = separators[0] === '.' ? /\./ : /,/;
  if (separators.every((separator) => separator === last)) {
    return { sign, whole: ungroup(body, grouping, digits, isLakh), fraction: '' };
  }
  const at = body.lastIndexOf(last);
  const whole = ungroup(body.slice(0, at), grouping, digits, isLakh);
  if (/\D/.test(whole)) throw new MoneyError(say('money.invalid', { example: example(digits) }));
  return { sign, whole, fraction: body.slice(at + 1) };
}

/** Removes thousands separators, but only from valid positions: a typing mistake must not become an amount. */
function ungroup(text: string, separator: RegExp, digits: number, isLakh: boolean): string {
  const [first = '', ...groups] = text.split(separator);
  if (groups.length === 0) return text;
  const last = groups.pop() ?? '';
  const threes = /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  const twos = isLakh && /^\d{1,2}$/.test(first) && groups.every((group) => /^\d{2}$/.test(group));
  if (!(threes || twos) || !/^\d{3}(?:[.,]\d*)?$/.test(last)) {
    throw new MoneyError(say('money.misgrouped', { example: example(digits) }));
  }
  return [first, ...groups, last].join('');
}

function isThousands(whole: string, fraction: string): boolean {
  return /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3;
}

function refuseTwoMeanings(
  whole: string,
  fraction: string,
  sign: string,
  currency: string,
  locale: string,
): void {
  const digits = digitsOf(currency);
  if (!isThousands(whole, fraction) || (digits === 3 && sign === decimalSign(locale))) return;
  const point = decimalSign(locale);
  const clear = { whole: `1234${point}${'0'.repeat(digits)}`, currency, digits };
  throw new MoneyError(
    digits === 3
      ? say('money.couldBeThousandsOrThree', { ...clear, small: `1${point}234` })
      : say('money.couldBeThousands', clear),
  );
}

/** Normalises to ASCII, without the currency's sign or code, and with any minus in front. */
function plainTyped(text: string, currency: string, locale: string): string {
  if (/\p{No}/u.test(text)) return ''; // NFKC turns 12⁵⁰ into 1250
  let typed = asciiDigits(text)
    .replaceAll('٫', '.')
    .replaceAll('٬', "'")
    .replaceAll('،', ',')
    .replaceAll(/[−‒–]/g, '-')
    .trim();
  if (/[.,]\s*-$/.test(typed)) return ''; // `12,-` is a common way to write 12.00, not a negative amount
  const isNegative = /^-|-$/.test(typed) && !/^-.*-$/.test(typed);
  if (isNegative) typed = typed.replace(/^-|-$/, '').trim();
  for (const mark of marksOf(currency, locale)) {
    const bare = typed.toUpperCase().startsWith(mark)
      ? typed.slice(mark.length)
      : typed.toUpperCase().endsWith(mark) && (mark !== 'K' || isOwnK(typed, currency, locale))
        ? typed.slice(0, -mark.length)
        : undefined;
    if (bare === undefined) continue;
    typed = bare.trim();
    break;
  }
  return isNegative ? (typed.startsWith('-') ? '' : `-${typed}`) : typed;
}

/** `5k` means thousands; `5 K` means kyats in locales that write them so. */
function isOwnK(typed: string, currency: string, locale: string): boolean {
  return typed.endsWith(' K') && formatter(currency, locale).format(0).endsWith('K');
}

/** Signs and codes that people write next to an amount, longest first. */
function marksOf(currency: string, locale: string): readonly string[] {
  const key = `${locale} ${currency}`;
  const known = marks.get(key);
  if (known) return known;
  const signs = (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
    ['en', 'en-CA', locale].map((one) => {
      const parts = new Intl.NumberFormat(one, {
        style: 'currency',
        currency,
        currencyDisplay,
      }).formatToParts(0);
      const sign = parts.find((part) => part.type === 'currency')?.value ?? currency;
      return withoutDirection(sign.normalize('NFKC')).toUpperCase();
    }),
  );
  const made = [...new Set([currency, ...signs])].sort((a, b) => b.length - a.length);
  marks.set(key, made);
  return made;
}

const marks = new Map<string, readonly string[]>();

/** The decimal sign for money in a locale, `,` or `.`: Swiss French uses another for money than for other numbers. */
export function decimalSign(locale: string): ',' | '.' {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).formatToParts(0.5);
  return parts.some((part) => part.type === 'decimal' && part.value === ',') ? ',' : '.';
}

/** True for lakh grouping as in 1,23,456. */
function groupsLakhs(currency: string, locale: string): boolean {
  return (
    currency === 'INR' ||
    /^\p{Nd}{2}\P{Nd}\p{Nd}{2}\P{Nd}/u.test(new Intl.NumberFormat(locale).format(1_234_567))
  );
}

function tooManyDigits(currency: string, digits: number): string {
  const values = { currency, example: example(digits) };
  return digits === 0 ? say('money.noDigits', values) : say('money.tooManyDigits', { ...values, digits });
}

function example(digits: number): string {
  return digits === 0 ? '1250' : `12.${'500'.slice(0, digits)}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, locale: string, signDisplay: Sign = 'auto'): Intl.NumberFormat {
  const key = `${locale} ${currency} ${signDisplay}`;
  const known = formatters.get(key);
  if (known) return known;
  const digits = digitsOf(currency);
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    signDisplay,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, made);
  return made;
}

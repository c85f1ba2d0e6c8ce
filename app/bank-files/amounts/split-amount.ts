import { asciiDigits } from '../../ascii-digits.ts';
import { isCurrency } from '../../money.ts';

/** Parts of an amount as it is written, before the column has decided what its separators mean. */
export interface WrittenAmount {
  readonly isNegative: boolean;
  /** True when a sign, brackets or a mark such as `Dr` stands there. */
  readonly hasSign: boolean;
  /** Digits with `.` and `,` as they stand; apostrophes and spaces between thousands are gone. */
  readonly body: string;
  /** Currency that stands next to it, where the mark is that of one currency only. */
  readonly currency: string | undefined;
  /** The mark next to it, where it may be that of several currencies: `$`, `kr`. */
  readonly mark: string | undefined;
}

/**
 * Takes an amount apart: sign on either side, doubled or in brackets, `Dr` and `Cr`, currency sign or code on either
 * side, thousands by space or apostrophe. Undefined when it is no amount.
 */
export function writtenAmount(text: string): WrittenAmount | undefined {
  if (PLAIN.test(text)) {
    const isNegative = text.startsWith('-');
    return {
      isNegative,
      hasSign: isNegative,
      body: isNegative ? text.slice(1) : text,
      currency: undefined,
      mark: undefined,
    };
  }
  if (text.length > LONGEST || /\p{No}/u.test(text)) return undefined; // NFKC turns 12⁵⁰ into 1250
  const ascii = asciiDigits(text)
    .replaceAll('٫', '.')
    .replaceAll(/[٬’‘ʼ´`′]/g, "'")
    .replaceAll(/[−‒–—]/g, '-');
  const match = /^([^\d.,]*)([\d.,](?:[\d.,'\s_]*\d)?)([.,]?-{1,2}(?=\s*\P{N}*$)|[.,])?(\P{N}*)$/u.exec(
    ascii.trim(),
  );
  if (!match) return undefined;
  const [, before = '', figure = '', dash = '', after = ''] = match;
  const isDash = /^[.,]-+$/.test(dash); // `250.-` is how the Swiss write 250.00
  const signs = `${before}|${isDash ? '' : dash}${after}`;
  const marks = signs
    .replaceAll(/[-+()|\s.]+/g, ' ')
    .trim()
    .split(' ')
    .filter((mark) => mark !== '');
  if (marks.length > 2 || marks.some((mark) => mark.length > 5 || /[%‰]/.test(mark))) return undefined;
  const flags = marks.filter((mark) => mark.toLowerCase() in FLAGS);
  const minus = signs.includes('-') || (signs.includes('(') && signs.includes(')'));
  const isIncomplete = signs.includes('(') !== signs.includes(')');
  if (isIncomplete || flags.length > 1 || (minus && signs.includes('+'))) return undefined;
  const flag = flags[0] === undefined ? undefined : FLAGS[flags[0].toLowerCase()];
  if (minus && flag === 'in') return undefined;
  const body = ungrouped(figure);
  const [mark] = marks.filter((one) => !flags.includes(one));
  const currency = mark === undefined ? undefined : currencyOf(mark);
  return body === undefined
    ? undefined
    : {
        isNegative: minus || flag === 'out',
        hasSign: minus || signs.includes('+') || flag !== undefined,
        body,
        currency,
        mark: currency === undefined ? mark : undefined,
      };
}

/** Longer texts are none, and would only take time. */
const LONGEST = 60;

/** Most amounts, which need no taking apart. */
const PLAIN = /^-?\d+(?:[.,]\d+)?$/;

/** Words beside an amount that say which way it went. */
const FLAGS: Readonly<Record<string, 'out' | 'in'>> = {
  dr: 'out',
  db: 'out',
  d: 'out',
  s: 'out',
  cr: 'in',
  c: 'in',
  h: 'in',
};

const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '₫': 'VND',
  '₴': 'UAH',
  '₽': 'RUB',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
};

function currencyOf(mark: string): string | undefined {
  const code = mark.toUpperCase();
  return isCurrency(code) ? code : SIGNS[mark.toLowerCase()];
}

/** Removes spaces and apostrophes between thousands; undefined where they stand elsewhere. */
function ungrouped(figure: string): string | undefined {
  if (!/['\s_]/.test(figure)) return figure;
  const [, whole = '', rest = ''] = /^([\d'\s_]*)([.,]\d*)?$/.exec(figure) ?? [];
  const isGrouped =
    /^\d{1,3}(?:['\s_]\d{3})+$/.test(whole) || /^\d{1,2}(?:['\s_]\d{2})*['\s_]\d{3}$/.test(whole);
  return isGrouped ? whole.replaceAll(/['\s_]/g, '') + rest : undefined;
}

import { asciiDigits } from '../../ascii-digits.ts';
import { currenciesOf } from './currencies-by-mark.ts';

/** Parts of an amount as it is written, before the column has decided what its separators mean. */
export interface WrittenAmount {
  readonly isNegative: boolean;
  /** True when a sign, brackets or a mark such as `Dr` stands there. */
  readonly hasSign: boolean;
  /** Digits with `.` and `,` as they stand; apostrophes and spaces between thousands are gone. */
  readonly body: string;
  /** Currency that stands next to it, where the mark is that of one currency only. */
  readonly currency: string | undefined;
  /** Currencies that the mark next to it may be of, where these are several: `$`, `kr`. */
  readonly oneOf: readonly string[] | undefined;
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
      oneOf: undefined,
    };
  }
  if (text.length > LONGEST || /\p{No}/u.test(text)) return undefined; // NFKC turns 12⁵⁰ into 1250
  const ascii = asciiDigits(text)
    .replace(/^\s*'(?=[-+\d(])/, '') // text of Excel
    .replaceAll('٫', '.')
    .replaceAll(/[٬’‘ʼ´`′]/g, "'")
    .replaceAll(/[−‒–—]/g, '-')
    .replaceAll(/(?<=\p{L})\./gu, ''); // `Rs.500`, `12 руб.`
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
  const [mark, another] = marks.filter((one) => !flags.includes(one));
  const own = mark === undefined ? [] : currenciesOf(mark);
  // A word that is no currency is of something else: 5 pieces, or a currency that nobody knows here.
  if (body === undefined || own === undefined || another !== undefined) return undefined;
  return {
    isNegative: minus || flag === 'out',
    hasSign: minus || signs.includes('+') || flag !== undefined,
    body,
    currency: own.length === 1 ? own[0] : undefined,
    oneOf: own.length > 1 ? own : undefined,
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

/** Removes spaces and apostrophes between thousands; undefined where they stand elsewhere. */
function ungrouped(figure: string): string | undefined {
  if (!/['\s_]/.test(figure)) return figure;
  const [, whole = '', rest = ''] = /^([\d'\s_]*)([.,]\d*)?$/.exec(figure) ?? [];
  const isGrouped =
    /^\d{1,3}(?:['\s_]\d{3})+$/.test(whole) || /^\d{1,2}(?:['\s_]\d{2})*['\s_]\d{3}$/.test(whole);
  return isGrouped ? whole.replaceAll(/['\s_]/g, '') + rest : undefined;
}

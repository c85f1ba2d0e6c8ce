import { digitsOf } from '../../currencies.ts';

export type DecimalSign = '.' | ',';
export const DECIMAL_SIGNS: readonly DecimalSign[] = ['.', ','];

/**
 * Minor units of figures with `.` and `,` when one of them is the decimal sign; undefined when it cannot be: thousands
 * or lakhs not in groups, or digits other than zero beyond those of the currency.
 */
export function minorUnits(body: string, decimal: DecimalSign, currency: string): bigint | undefined {
  const digits = digitsOf(currency);
  const at = body.indexOf(decimal);
  const whole = at < 0 ? body : body.slice(0, at);
  const fraction = at < 0 ? '' : body.slice(at + 1);
  if (!/^\d*$/.test(fraction) || (whole === '' && fraction === '')) return undefined;
  // A currency without minor digits: `1,000` can only be a thousand.
  if (digits === 0 && fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) return undefined;
  const plain = ungrouped(whole, decimal === '.' ? ',' : '.');
  if (plain === undefined || /[^0]/.test(fraction.slice(digits))) return undefined;
  return BigInt(`${plain}${fraction.slice(0, digits).padEnd(digits, '0')}` || '0');
}

function ungrouped(whole: string, grouping: '.' | ','): string | undefined {
  if (!whole.includes(grouping)) return /^\d*$/.test(whole) ? whole : undefined;
  const pattern = grouping === '.' ? DOTS : COMMAS;
  return pattern.test(whole) ? whole.replaceAll(grouping, '') : undefined;
}

/** Thousands, or lakhs: `1,234,567` and `12,34,567`. */
const COMMAS = /^(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})$/;
const DOTS = /^[1-9]\d{0,2}(?:\.\d{3})+$/;

import { largestAmount } from '../../parse-and-format-amounts.ts';
import { say } from '../../words/say.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import { type DecimalSign, minorUnits } from './to-minor-units.ts';

/** Position of an amount in the file, and its currency. */
export interface Place {
  readonly line: number;
  readonly column: string;
  readonly currency: string;
}

/**
 * Minor units of an amount in a format that says how amounts are written: digits, an optional sign, one decimal sign.
 * Zeros at either end do not count; other digits than the currency has are refused.
 *
 * @throws RefusedFile
 */
export function exactAmount(text: string, decimal: DecimalSign, { line, column, currency }: Place): bigint {
  const [, sign = '', body = ''] = /^\s*([-+]?)\s*([\d.,]+)\s*$/.exec(text) ?? [];
  const isPlain = /^\d*[.,]?\d*$/.test(body) && (!/[.,]/.test(body) || body.includes(decimal));
  const minor = isPlain ? minorUnits(body, decimal, currency) : undefined;
  if (minor === undefined) return refuse(line, column, say('bankFiles.noAmount', { currency }));
  if (minor > largestAmount) return refuse(line, column, say('bankFiles.tooLarge'));
  return sign === '-' ? -minor : minor;
}

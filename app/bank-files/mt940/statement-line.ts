import { type Day, dayAfter, isDay } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { exactAmount } from '../amounts/read-amount-in-fixed-notation.ts';
import type { DecimalSign } from '../amounts/to-minor-units.ts';
import { type Century, readingsOf } from '../days/possible-days-of-text.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import type { Money } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import type { Tag } from './tags.ts';

/** Field 61: one transaction. */
export interface StatementLine {
  readonly date: Day;
  readonly amountMinor: bigint;
  /** Reference of the account's owner, and of the bank; empty for `NONREF`. */
  readonly ownReference: string;
  readonly bankReference: string;
  /** Second line of the field. */
  readonly supplement: string;
  /** Amount paid in another currency, which some banks write there as `/OCMT/USD20,00/`. */
  readonly original: Money | undefined;
  /** Expected only (MT942). */
  readonly isPending: boolean;
}

/**
 * Value date, entry date (MMDD, may be missing), mark, third letter of the currency (may be missing), amount, type (may be
 * missing), reference, `//` reference of the bank.
 */
const LINE =
  /^(\d{6})(\d{4}|\s{4})?(R?[CD]|E[CD])([A-Z])?(\d[\d.,]*)(?:(?!NONREF)([NFS][A-Z0-9 ]{3}))?([^\n]*?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

/**
 * Reads field 61. RC takes back a credit and RD a debit.
 *
 * @throws RefusedFile
 */
export function statementLine({ text, line }: Tag, currency: string, century: Century): StatementLine {
  const match = LINE.exec(text.trim());
  if (!match) return refuse(line, '61', say('bankFiles.badLine'));
  const [, value = '', entry = '', mark = '', , amount = '', , own = '', bank = '', supplement = ''] = match;
  const valueDay = shortDay(value, century) ?? refuse(line, '61', say('bankFiles.noDay'));
  const minor = exactAmount(amount, decimalOf(amount), { line, column: '61', currency });
  const isOut = mark === 'D' || mark === 'RC' || mark === 'ED';
  return {
    date:
      entry.trim() === ''
        ? valueDay
        : (entryDay(entry, valueDay) ?? refuse(line, '61', say('bankFiles.noDay'))),
    amountMinor: isOut ? -minor : minor,
    ownReference: referenceIn(own),
    bankReference: referenceIn(bank),
    supplement: fieldText(supplement),
    original: originalIn(supplement, currency, isOut, line),
    isPending: mark.startsWith('E'),
  };
}

/** A comma, for which some banks write a point; three digits behind a point may be thousands, which is refused. */
export function decimalOf(amount: string): DecimalSign {
  return /^\d*\.(?:\d\d?)?$/.test(amount) ? '.' : ',';
}

function originalIn(text: string, own: string, isOut: boolean, line: number): Money | undefined {
  const [, code = own, amount = ''] = /\/OCMT\/([A-Z]{3})(\d[\d,]*)/.exec(text) ?? [];
  if (code === own || !isCurrency(code)) return undefined;
  const minor = exactAmount(amount, ',', { line, column: '61', currency: code });
  return { amountMinor: isOut ? -minor : minor, currency: code };
}

function referenceIn(text: string): string {
  const reference = fieldText(text);
  return /^(?:NONREF|NOTPROVIDED|NOREF)$/i.test(reference) ? '' : reference;
}

/** A day as YYMMDD. */
function shortDay(text: string, century: Century): Day | undefined {
  return readingsOf(text, century).YMD;
}

/** The entry date has no year: that in which it is nearest to the value date. */
function entryDay(entry: string, valueDay: Day): Day | undefined {
  const year = Number(valueDay.slice(0, 4));
  const days = [year - 1, year, year + 1]
    .map((one) => `${one}-${entry.slice(0, 2)}-${entry.slice(2)}`)
    .filter(isDay);
  const earliest = dayAfter(valueDay, -183);
  return days.find((day) => day >= earliest) ?? days.at(-1);
}

import { isCurrency } from '../../currencies.ts';
import { writtenAmount } from '../amounts/split-sign-and-currency.ts';
import { isDayShaped } from './column-content-statistics.ts';
import type { Columns } from './find-columns.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';
import { type Repeated, repeatedBy } from './total-and-balance-words.ts';

/** Word for a total or a balance in a record, if any, and whether the record has a day. */
export interface RepeatedName {
  readonly kind: Repeated | undefined;
  readonly isDated: boolean;
}

/** Looks for the word in the places where banks write it: those of the day and of the texts, and the first cell. */
export function repeatedKind(sheet: Sheet, record: CsvRecord, columns: Columns): RepeatedName {
  const { date, payee, memo } = columns;
  const { category, status, flag, currency, account } = columns;
  const first = [category, status, flag, currency, account].includes(0) ? undefined : 0;
  const kinds = [date, payee, memo, first].map((at) => repeatedBy(sheet.text(record, at)));
  const day = sheet.dayText(record, date);
  return {
    kind: kinds.find((kind) => kind !== undefined),
    isDated: day !== '' && repeatedBy(day) === undefined,
  };
}

/** Tells whether a record says nothing beside that word: a payment to a shop called Total mostly says more. */
export function isOnlyRepeated(sheet: Sheet, columns: Columns): (record: CsvRecord) => boolean {
  const own = ownColumns(columns);
  const width = Math.max(...sheet.records.map(({ cells }) => cells.length), 0);
  const open = Array.from({ length: width }, (_, at) => at).filter((at) => !own.has(at));
  // Each row may name the account and its holder.
  const telling = open.filter((at) => new Set(sheet.records.map((one) => sheet.text(one, at))).size > 1);
  const others = sheet.records.length > 2 ? telling : open;
  return (record) => !others.some((at) => isOtherText(sheet.text(record, at)));
}

/** Columns whose words say nothing of who was paid, and why. */
function ownColumns(columns: Columns): ReadonlySet<number | undefined> {
  const { date, amount, debit, credit, fee, balance, currency, flag, status, account } = columns;
  return new Set([date, amount, debit, credit, fee, balance, currency, flag, status, account]);
}

function isOtherText(text: string): boolean {
  if (!/\p{L}/u.test(text) || repeatedBy(text) !== undefined || isDayShaped(text)) return false;
  return !isCurrency(text.toUpperCase()) && writtenAmount(text) === undefined;
}

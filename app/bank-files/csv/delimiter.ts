import { writtenAmount } from '../amounts/split-sign-and-currency.ts';
import { readingsOf } from '../days/possible-days-of-text.ts';
import { RefusedFile } from '../refused-and-asked-file-errors.ts';
import { readRecords } from './records.ts';

const USUAL = [',', ';', '\t', '|'];
const UNUSUAL = ['^', '~', '#', '¦', '\x1f', '\x1e', '\x01', '*', '!', '§', '@', '$', '_', '/', ':'];

/**
 * Recognises the delimiter: the one that gives most lines with a date, an amount and the same number of cells.
 *
 * @param text with line breaks as `\n`
 */
export function recogniseDelimiter(text: string): string {
  const sample = firstLines(text, 120);
  const usual = best(sample, USUAL);
  const found =
    usual.score >= OF_A_ROW ? usual : [usual, best(sample, UNUSUAL)].toSorted((a, b) => b.score - a.score)[0];
  return found?.delimiter ?? ',';
}

/** Least score of a delimiter that gives one row with a date and an amount. */
const OF_A_ROW = 4;

function best(
  sample: string,
  delimiters: readonly string[],
): { readonly delimiter: string; readonly score: number } {
  const scored = delimiters
    .filter((delimiter) => sample.includes(delimiter))
    .map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter) }))
    .toSorted((a, b) => b.score - a.score);
  return scored[0] ?? { delimiter: ',', score: 0 };
}

function scoreOf(sample: string, delimiter: string): number {
  const rows = widthsOfRows(sample, delimiter);
  const counts = new Map<number, number>();
  for (const { width, isRow } of rows)
    if (width > 1) counts.set(width, (counts.get(width) ?? 0) + (isRow ? OF_A_ROW : 0.1));
  return Math.max(0, ...[...counts].map(([width, count]) => count * Math.min(width, 6)));
}

function widthsOfRows(sample: string, delimiter: string) {
  try {
    return readRecords(sample, delimiter).records.map(({ cells }) => ({
      width: cells.length,
      isRow: isRow(cells),
    }));
  } catch (error) {
    if (error instanceof RefusedFile) return [];
    throw error;
  }
}

/** True for cells that have a date and an amount. */
export function isRow(cells: readonly string[]): boolean {
  const isDay = cells.map(
    (cell) => cell.length <= 40 && Object.keys(readingsOf(cell, { today: '2026-01-01' })).length > 0,
  );
  return (
    isDay.includes(true) &&
    cells.some((cell, index) => !isDay[index] && cell.length <= 30 && writtenAmount(cell) !== undefined)
  );
}

function firstLines(text: string, count: number): string {
  let end = -1;
  for (let line = 0; line < count; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  const sample = text.slice(0, end + 1);
  // A record that goes over the cut would look like a quote that is not closed.
  return (sample.split('"').length - 1) % 2 === 0 ? sample : `${sample}"`;
}

import { isMonth, type Month } from '../calendar.ts';

/** URL of the overview of a month; of the current month when it is absent or invalid. */
export function overviewAddress(book: string, month?: Month): string {
  return `/books/${book}${month && isMonth(month) ? `?month=${month}` : ''}`;
}

/** Query of the page to return to that marks a row as opened from the overview. */
export function fromOverview(month: Month | null): string {
  return `from=overview${month === null ? '' : `&month=${month}`}`;
}

/** True for a query made by {@link fromOverview}. */
export function cameFromOverview(query: Readonly<Record<string, string>>): boolean {
  return query['from'] === 'overview';
}

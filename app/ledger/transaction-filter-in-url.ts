import { type Day, type Days, dayAfter, daysOf, isDay, isMonth, type Month } from '../calendar.ts';
import { isCurrency } from '../currencies.ts';
import { showsNothing, tidyLine } from '../text-rules.ts';

/** Filter of transactions, as the query of a shareable URL; absent fields do not narrow. */
export interface Filter {
  readonly kind?: Kind;
  /**
   * Matches transactions with a posting on a category of this kind, whatever the kind of the whole: a move with a fee
   * has a posting on a `spent` category.
   */
  readonly flow?: Flow;
  readonly account?: string;
  /** Matches a category with all its children. */
  readonly category?: string;
  /** Matches a payee in all its spellings. */
  readonly payee?: string;
  readonly month?: Month;
  /** First of the seven days of a week. */
  readonly week?: Day;
  readonly currency?: string;
  readonly tag?: string;
  /** Matches transactions with a receipt, or those without one. */
  readonly receipts?: 'with' | 'without';
  /** Matches payee, note, category, account or tag, ignoring case. */
  readonly text?: string;
}

/** A filter resolved for a book: its month and week become a range of days, for the SQL query. */
export interface Rows extends Omit<Filter, 'month' | 'week'> {
  readonly month?: never; // otherwise a Filter would type-check as Rows, and its month would be ignored
  readonly week?: never;
  readonly days?: Days;
}

export function rowsOf({ month, week, ...rest }: Filter, monthStart: number): Rows {
  const ofMonth = month === undefined ? undefined : daysOf(month, monthStart);
  const ofWeek = week === undefined ? undefined : { first: week, next: dayAfter(week, 7) };
  if (ofMonth === undefined || ofWeek === undefined) {
    const days = ofMonth ?? ofWeek;
    return days === undefined ? rest : { ...rest, days };
  }
  const [, first] = [ofMonth.first, ofWeek.first].sort();
  const [next] = [ofMonth.next, ofWeek.next].sort();
  return { ...rest, days: { first, next } };
}

export const kinds = ['spent', 'received', 'moved', 'opening'] as const;
export type Kind = (typeof kinds)[number];

const flows = ['spent', 'received'] as const;
export type Flow = (typeof flows)[number];

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function isId(text: string): boolean {
  return uuid.test(text);
}

/** Maximum length of a search text; NFC can make three characters of one that was typed. */
export const longestText = 300;

type Query = Readonly<Partial<Record<keyof Filter, string>>>;

/** Parses a query; ignores invalid fields instead of refusing them, so that an old link still shows something. */
export function filterOf(query: Query): Filter {
  const kind = kinds.find((known) => known === query.kind);
  const flow = flows.find((known) => known === query.flow);
  const receipts = (['with', 'without'] as const).find((known) => known === query.receipts);
  const typed = tidyLine(query.text ?? '');
  const text = showsNothing(typed) || typed.length > longestText ? '' : typed;
  return {
    ...(kind && { kind }),
    ...(flow && { flow }),
    ...(query.account && isId(query.account) && { account: query.account }),
    ...(query.category && isId(query.category) && { category: query.category }),
    ...(query.payee && isId(query.payee) && { payee: query.payee }),
    ...(query.month && isMonth(query.month) && { month: query.month }),
    ...(query.week && isDay(query.week) && { week: query.week }),
    ...(query.tag && isId(query.tag) && { tag: query.tag }),
    ...(query.currency && isCurrency(query.currency) && { currency: query.currency }),
    ...(receipts && { receipts }),
    ...(text && { text }),
  };
}

/** Names of the fields that {@link filterOf} ignores. Without them, the caller gets more rows than they asked for. */
export function leftOut(query: Query): readonly (keyof Filter)[] {
  const filter = filterOf(query);
  return names.filter((name) => (query[name] ?? '').trim() !== '' && filter[name] === undefined);
}

const names = [
  ...([
    'kind',
    'flow',
    'account',
    'category',
    'payee',
    'month',
    'week',
    'currency',
    'tag',
    'receipts',
    'text',
  ] as const),
] as const;

/** URL of the filtered list: `/books/…/transactions?kind=spent&month=2025-11`. */
export function rowsAddress(
  book: string,
  filter: Filter,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString();
  return `/books/${book}/transactions${query && `?${query}`}`;
}

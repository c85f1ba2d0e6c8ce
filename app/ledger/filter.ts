import { type Day, type Days, dayAfter, daysOf, isDay, isMonth, type Month } from '../calendar.ts';
import { isCurrency } from '../money.ts';
import { showsNothing, tidyLine } from '../text.ts';

/** Which transactions are meant; what is absent does not narrow. It is the query part of a shareable address. */
export interface Filter {
  readonly kind?: Kind;
  /** With a part on a category of this kind, whatever the whole is called: a move with a fee has something spent in it. */
  readonly flow?: Flow;
  readonly account?: string;
  /** With all categories below it. */
  readonly category?: string;
  readonly month?: Month;
  /** The seven days from this one on. */
  readonly week?: Day;
  readonly currency?: string;
  /** Found in payee or note, in any case. */
  readonly text?: string;
}

/** The same in a book, where a month and a week are days: what Postgres is asked. */
export interface Rows extends Omit<Filter, 'month' | 'week'> {
  readonly month?: never; // else a filter would pass for rows, and its month narrow nothing
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

type Query = Readonly<Partial<Record<keyof Filter, string>>>;

/** Reads a query; what cannot be is left out rather than refused, so that an old address still shows something. */
export function filterOf(query: Query): Filter {
  const kind = kinds.find((known) => known === query.kind);
  const flow = flows.find((known) => known === query.flow);
  const typed = tidyLine(query.text ?? '');
  const text = showsNothing(typed) ? '' : typed;
  return {
    ...(kind && { kind }),
    ...(flow && { flow }),
    ...(query.account && isId(query.account) && { account: query.account }),
    ...(query.category && isId(query.category) && { category: query.category }),
    ...(query.month && isMonth(query.month) && { month: query.month }),
    ...(query.week && isDay(query.week) && { week: query.week }),
    ...(query.currency && isCurrency(query.currency) && { currency: query.currency }),
    ...(text && { text }),
  };
}

/**
 * The parts of a query that {@link filterOf} has to leave out, by their names. Whoever asked for them would get more rows than
 * they asked for.
 */
export function leftOut(query: Query): readonly (keyof Filter)[] {
  const filter = filterOf(query);
  return names.filter((name) => (query[name] ?? '').trim() !== '' && filter[name] === undefined);
}

const names = ['kind', 'flow', 'account', 'category', 'month', 'week', 'currency', 'text'] as const;

/** The address of the rows that a filter means: `/books/…/transactions?kind=spent&month=2025-11`. */
export function rowsAddress(
  book: string,
  filter: Filter,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString();
  return `/books/${book}/transactions${query && `?${query}`}`;
}

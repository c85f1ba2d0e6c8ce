import type { Statement } from './statement.ts';

/** Statements of one account from the oldest to the newest. */
export interface Ordered {
  readonly statements: readonly Statement[];
  /** True when each begins with the balance that the one before it ends with. */
  readonly isComplete: boolean;
}

/**
 * Orders statements by the days of their rows, or as they stand, or backwards, whichever lets each begin with the balance of
 * the one before; else those of a day, and those without rows, by their balances.
 */
export function orderByBalances(statements: readonly Statement[]): Ordered {
  const backwards = statements.toReversed();
  const byDay = [statements, backwards].map((list) => sortedByDay(list));
  const found = [...byDay, statements, backwards].find((list) => !hasGap(list)) ?? chained(statements);
  return { statements: found ?? byDay[0] ?? statements, isComplete: found !== undefined };
}

/** Statements by their days; those without rows stay behind the one before them. */
function sortedByDay(statements: readonly Statement[]): readonly Statement[] {
  let last = statements.map(dayOf).find((day) => day !== '') ?? '';
  const dated = statements.map((statement) => {
    last = dayOf(statement) || last;
    return { statement, day: last };
  });
  return dated.toSorted((a, b) => compare(a.day, b.day)).map(({ statement }) => statement);
}

function hasGap(statements: readonly Statement[]): boolean {
  return statements.some((statement, index) => !follows(statement, statements[index - 1]));
}

function follows({ openingMinor }: Statement, before: Statement | undefined): boolean {
  const closing = before?.closingMinor;
  return openingMinor === undefined || closing === undefined || openingMinor === closing;
}

/** Statements of which each follows the one before, and none is older; undefined where no order is like that. */
function chained(statements: readonly Statement[]): readonly Statement[] | undefined {
  let steps = MOST_STEPS;
  const byDay = sortedByDay(statements);
  const chain: Statement[] = [];
  const open = new Set(byDay);
  const days = new Map(byDay.map((statement) => [statement, dayOf(statement)] as const));
  const isNext = (statement: Statement, oldest: string) =>
    (days.get(statement) || oldest) === oldest && follows(statement, chain.at(-1));
  const goOn = (): boolean => {
    if (open.size === 0) return true;
    steps -= 1;
    const left = [...open];
    const dated = left.flatMap((statement) => days.get(statement) || []);
    const oldest = dated.reduce((first, day) => (day < first ? day : first), dated[0] ?? '');
    for (const statement of left) {
      if (steps < 0) return false;
      if (!isNext(statement, oldest)) continue;
      open.delete(statement);
      chain.push(statement);
      if (goOn()) return true;
      chain.pop();
      open.add(statement);
    }
    return false;
  };
  return goOn() ? chain : undefined;
}

/** Enough for years of statements, and few enough for a file in which nothing fits. */
const MOST_STEPS = 5000;

function dayOf({ rows }: Statement): string {
  return rows.reduce((first, { date }) => (first === '' || date < first ? date : first), '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

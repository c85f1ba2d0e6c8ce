import { say } from '../words/say.ts';
import type { Options } from './options.ts';
import { refuse } from './refused-and-asked-file-errors.ts';
import type { Statement } from './statement.ts';

/** A statement as it stands in the file, with the currency of its account. */
export interface Page {
  readonly statement: Statement;
  readonly currency: string;
  /** Line of its first balance. */
  readonly openingLine?: number | undefined;
}

/**
 * One statement for each account, of all statements and pages that the file has for it. A number with accounts in two
 * currencies is two accounts.
 *
 * @throws RefusedFile where the balances of two pages do not meet, unless `balances` says to take them
 */
export function joinPages(pages: readonly Page[], { balances }: Options): readonly Statement[] {
  const byAccount = Map.groupBy(pages, ({ statement, currency }) =>
    JSON.stringify([statement.account, currency]),
  );
  const names = [...byAccount.values()].map(([first]) => first?.statement.account);
  return [...byAccount.values()].map((same, index) => {
    const statements = same.map(({ statement }) => statement);
    const isShared = names.some((name, other) => other !== index && name === names[index]);
    const account = isShared
      ? [names[index], same[0]?.currency].filter(Boolean).join(' ')
      : (names[index] ?? null);
    const rows = statements.flatMap((statement) => statement.rows);
    const leftOut = statements.flatMap((statement) => statement.leftOut ?? []);
    const ordered = inOrder(same, balances === 'ignore');
    const opening = ordered[0]?.statement.openingMinor;
    const closing = ordered.at(-1)?.statement.closingMinor;
    return {
      status: 'import' as const,
      account,
      rows: isShared && account !== null ? rows.map((row) => ({ ...row, account })) : rows,
      questions: [],
      problems: [],
      ...(leftOut.length === 0 ? {} : { leftOut }),
      ...(opening === undefined ? {} : { openingMinor: opening }),
      ...(closing === undefined ? {} : { closingMinor: closing }),
      mapping: statements[0]?.mapping ?? {},
    };
  });
}

/**
 * Pages from the oldest to the newest: by the days of their rows, as they stand or backwards, whichever lets each begin with
 * the balance of the one before.
 */
function inOrder(pages: readonly Page[], isAny: boolean): readonly Page[] {
  const backwards = pages.toReversed();
  const byDay = [pages, backwards].map((list) => list.toSorted((a, b) => compare(dayOf(a), dayOf(b))));
  const oldest = byDay[0] ?? pages;
  const found = [...byDay, pages, backwards].find((list) => gapIn(list) === undefined);
  if (found !== undefined) return found;
  if (!isAny) refuse(gapIn(oldest)?.openingLine ?? null, null, say('bankFiles.gapInBalances'));
  return oldest;
}

/** The first page that does not begin with the balance of the one before; undefined where there is none. */
function gapIn(pages: readonly Page[]): Page | undefined {
  return pages.find(({ statement: { openingMinor } }, index) => {
    const before = pages[index - 1]?.statement.closingMinor;
    return openingMinor !== undefined && before !== undefined && openingMinor !== before;
  });
}

function dayOf({ statement: { rows } }: Page): string {
  return rows.reduce((first, { date }) => (first === '' || date < first ? date : first), '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

import { say } from '../words/say.ts';
import type { Options } from './options.ts';
import { orderByBalances } from './order-statements-by-balances.ts';
import { AskedFile } from './refused-and-asked-file-errors.ts';
import type { Question, Statement } from './statement.ts';

/** A statement as it stands in the file, with the currency of its account. */
export interface Page {
  readonly statement: Statement;
  readonly currency: string;
}

/**
 * One statement for each account, of all statements and pages that the file has for it. A number with accounts in two
 * currencies is two accounts.
 *
 * @throws AskedFile where the balances of two pages do not meet, unless `balances` says to take them
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
    const ordered = orderByBalances(statements);
    if (!ordered.isComplete && balances !== 'ignore') throw new AskedFile([aboutGap()]);
    const opening = ordered.statements[0]?.openingMinor;
    const closing = ordered.statements.at(-1)?.closingMinor;
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

function aboutGap(): Question {
  return { about: 'balances', choices: ['ignore'], readings: [[say('bankFiles.gapInBalances')]] };
}

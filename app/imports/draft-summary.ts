import type { FileColumn } from '../bank-files/csv/columns-to-choose-from.ts';
import type { FileShape } from '../bank-files/format-fingerprint.ts';
import type { LeftOut, Row, Statement } from '../bank-files/statement.ts';
import type { ImportProblem } from './import-request-types.ts';
import { type AccountsByName, currenciesOf, namesMovedTo } from './match-statements-to-accounts.ts';
import type { Verdict } from './plan-import.ts';
import type { ImportPreview, RowPreview, StatementPreview } from './preview-import.ts';
import type { ProposedAccount } from './propose-new-accounts.ts';
import type { ReadFile } from './read-file-in-account-currency.ts';

/** What a page shows of a file before it is imported: of many rows the first ones, of the others how many they are. */
export interface DraftSummary {
  readonly shape: FileShape;
  readonly columns: readonly FileColumn[];
  readonly accounts: AccountsByName;
  /** Accounts that the import could make. @default none - as in what an earlier release found */
  readonly proposed?: readonly ProposedAccount[];
  readonly statements: readonly StatementSummary[];
  /** Names of accounts that money went to or came from, each once. */
  readonly movedNames: readonly string[];
  readonly problems: readonly ImportProblem[];
  readonly sameFile: string | null;
  /** Number of rows that go in without any choice. */
  readonly sure: number;
  /** True when a worker did not import it as the person wanted, because the book had changed. @default false */
  readonly isAgain?: boolean;
}

export interface StatementSummary extends Omit<Statement, 'rows' | 'leftOut'> {
  readonly currencies: readonly string[];
  readonly leftOut: { readonly count: number; readonly first: readonly LeftOut[] };
  readonly preview: Omit<StatementPreview, 'rows'>;
  readonly groups: Readonly<Record<Verdict, RowGroup>>;
}

/** Rows of one verdict. */
export interface RowGroup {
  readonly count: number;
  readonly first: readonly NumberedRow[];
}

export interface NumberedRow {
  /** Position within the statement. */
  readonly at: number;
  readonly row: Row;
  readonly preview: RowPreview;
}

/** Most rows of a file that a page asks about. */
export const MOST_ASKED = 300;
/** Most rows of each kind that a page shows: fewer of those that it does not ask about. */
export const MOST_SHOWN: Readonly<Record<Verdict, number>> = {
  new: 100,
  known: 100,
  similar: MOST_ASKED,
  deleted: MOST_ASKED,
};

/** Most faults of a file that are kept: a page shows fewer, and says how many there are. */
const MOST_PROBLEMS = 1000;

/**
 * Sums up a file as it was read, and what its import would do.
 *
 * @param chosen number of rows that go in by choice
 */
export function summariseDraft(
  { file, proposed }: { readonly file: ReadFile; readonly proposed: readonly ProposedAccount[] },
  { problems, sameFile, statements }: ImportPreview,
  chosen: number,
): DraftSummary {
  const { shape, columns, accounts } = file;
  return {
    ...{ shape, columns, accounts, proposed, sameFile },
    sure: statements.reduce((sum, { goesIn }) => sum + goesIn, 0) - chosen,
    movedNames: [...new Set(file.statements.flatMap(namesMovedTo))],
    problems: problems.slice(0, MOST_PROBLEMS),
    statements: file.statements.map((statement, index) => summarise(statement, statements[index])),
  };
}

function summarise(statement: Statement, preview: StatementPreview | undefined): StatementSummary {
  const { rows, leftOut = [], problems, ...facts } = statement;
  const { rows: previews = [], ...totals } = preview ?? NOTHING;
  return {
    ...facts,
    problems: problems.slice(0, MOST_PROBLEMS),
    currencies: currenciesOf(statement),
    leftOut: { count: leftOut.length, first: leftOut.slice(0, MOST_PROBLEMS) },
    preview: totals,
    groups: {
      new: group('new', rows, previews),
      known: group('known', rows, previews),
      similar: group('similar', rows, previews),
      deleted: group('deleted', rows, previews),
    },
  };
}

const NOTHING: StatementPreview = {
  account: null,
  rows: [],
  counts: { new: 0, known: 0, similar: 0, deleted: 0 },
  goesIn: 0,
  sumMinor: 0n,
  firstDay: null,
  lastDay: null,
  balance: null,
};

function group(verdict: Verdict, rows: readonly Row[], previews: readonly RowPreview[]): RowGroup {
  const first: NumberedRow[] = [];
  let count = 0;
  for (const [at, preview] of previews.entries()) {
    const row = rows[at];
    if (row === undefined || preview.verdict !== verdict) continue;
    count += 1;
    if (first.length < MOST_SHOWN[verdict]) first.push({ at, row, preview });
  }
  return { count, first };
}

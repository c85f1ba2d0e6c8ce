import type { Problem, Question, Statement } from '../../bank-files/statement.ts';
import type { ImportProblem } from '../../imports/import-request-types.ts';
import { currenciesOf } from '../../imports/match-statements-to-accounts.ts';
import type { Verdict } from '../../imports/plan-import.ts';
import type { Account } from '../../ledger/accounts.ts';
import { say } from '../../words/say.ts';
import { problemWords } from './import-problem-words.ts';

/** What an import did, or would do, with the rows of a file; small enough to be kept with its key. */
export interface Outcome {
  /** Id of the import; null when no row went in. */
  readonly import: string | null;
  /** Number of rows that went in, or would. */
  readonly added: number;
  /** Verdicts of each statement's rows, a letter for each. */
  readonly verdicts: readonly string[];
  readonly problems: readonly ImportProblem[];
}

/** The same in the letters that an outcome holds. */
export function verdictLetters(rows: readonly { readonly verdict: Verdict }[]): string {
  return rows.map(({ verdict }) => verdict[0]).join('');
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  n: 'new',
  k: 'known',
  s: 'similar',
  d: 'deleted',
};

/** The answer to a program: what `npm run read` prints, with a verdict for each row. */
export function importJson(
  statements: readonly Statement[],
  outcome: Outcome,
  accounts: readonly Account[],
): string {
  const { import: id, added, verdicts, problems } = outcome;
  const all = statements.map((statement, index) => {
    const own = problems.filter((problem) => problem.statement === index && problem.why !== 'not ready');
    const letters = verdicts[index] ?? '';
    return {
      ...withProblems(statement, own, accounts),
      rows: statement.rows.map((row, at) => ({ ...row, verdict: VERDICTS[letters[at] ?? ''] })),
    };
  });
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  return JSON.stringify({ import: id, added, statements: all }, plain);
}

/** A statement that has to be asked about, or is refused, for what the book has. */
function withProblems(
  statement: Statement,
  problems: readonly ImportProblem[],
  accounts: readonly Account[],
): Statement {
  if (problems.length === 0) return statement;
  if (problems.every(({ why }) => why === 'no account'))
    return { ...statement, status: 'ask', questions: [accountQuestion(statement, accounts)] };
  return { ...statement, status: 'refuse', problems: problems.map(problemOf) };
}

/** Asks for the account of a statement, among those in its currency. */
function accountQuestion(statement: Statement, accounts: readonly Account[]): Question {
  const currencies = currenciesOf(statement);
  const fitting = accounts.filter(
    ({ closedOn, currency }) => closedOn === null && currencies.every((one) => one === currency),
  );
  return {
    about: 'account',
    choices: fitting.map(({ id }) => id),
    readings: fitting.map(({ name }) => [name]),
  };
}

function problemOf(problem: ImportProblem): Problem {
  const where = problem.row === null ? '' : `${say('imports.inRow', { row: problem.row + 1 })} `;
  return { line: null, column: null, message: `${where}${problemWords(problem)}` };
}

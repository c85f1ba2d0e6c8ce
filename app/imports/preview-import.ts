import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { type ByRules, foreseeRules } from './foresee-rules.ts';
import type { Choice, ImportProblem, ImportRequest } from './import-request-types.ts';
import { balanceAt } from './load-existing-rows.ts';
import { type ImportPlan, type PlannedRow, planImport, spanOf, type Verdict } from './plan-import.ts';

/** Result that an import would have, before anything is written. */
export interface ImportPreview {
  /** Empty when the file can be imported. */
  readonly problems: readonly ImportProblem[];
  /** In the order of the request. */
  readonly statements: readonly StatementPreview[];
  /** Import of the same bytes that is in force. */
  readonly sameFile: string | null;
}

export interface StatementPreview {
  /** Null for a statement that is left out, or has no account yet. */
  readonly account: { readonly id: string; readonly name: string; readonly currency: string } | null;
  readonly rows: readonly RowPreview[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Number and sum of the rows that go in. */
  readonly goesIn: number;
  readonly sumMinor: bigint;
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
  /** Balance of the file beside that of the book at the end of its last day; null where the file has none. */
  readonly balance: ComparedBalance | null;
}

export interface ComparedBalance {
  readonly fileMinor: bigint;
  readonly oursMinor: bigint;
  /** The book's with the rows that go in. */
  readonly afterMinor: bigint;
}

export interface RowPreview {
  readonly verdict: Verdict;
  readonly goesIn: false | Choice['as'];
  /** Row of the book that a similar row resembles. */
  readonly like?: LookAlike;
  /** What rules will set of it. */
  readonly byRules?: ByRules;
}

export interface LookAlike {
  /**
   * `amount`: typed by hand or from another source, with the same amount on a near day. `changed`: the bank seems to have
   * changed its text or id. `pending`: announced then, booked now. `cut`: a twin on a day on which two files end.
   */
  readonly why: 'amount' | 'changed' | 'pending' | 'cut';
  readonly transaction: string;
  readonly day: Day;
  readonly payee: string;
  readonly amountMinor: bigint;
  readonly isByHand: boolean;
  /** True when the row may go in in its place. */
  readonly canReplace: boolean;
}

/**
 * Says what an import of a file would do.
 *
 * @param foreseen number of rows of each statement, by verdict, of which it also says what rules will make of them once they
 *   go in. @default none
 */
export async function previewImport(
  sql: TransactionSql,
  book: string,
  request: ImportRequest,
  foreseen: Readonly<Partial<Record<Verdict, number>>> = {},
): Promise<ImportPreview> {
  const plan = await planImport(sql, book, request);
  const preview = shown(plan);
  const byRules = await rulesOnRows(sql, book, plan, foreseen);
  const statements = preview.statements.map(async (told, index) => {
    const withRules = (row: RowPreview, at: number) => ({ ...row, ...byRules.get(`${index} ${at}`) });
    const statement = byRules.size === 0 ? told : { ...told, rows: told.rows.map(withRules) };
    const fileMinor = request.statements[index]?.closingMinor;
    const { account, lastDay } = statement;
    if (fileMinor === undefined || account === null || lastDay === null) return statement;
    const made = request.newAccounts?.find(({ id }) => id === account.id);
    const oursMinor = (await balanceAt(sql, book, account.id, lastDay)) + (made?.opening ?? 0n);
    const planned = plan.statements[index] ?? [];
    return { ...statement, balance: { fileMinor, oursMinor, afterMinor: oursMinor + bookedIn(planned) } };
  });
  return { ...preview, statements: await Promise.all(statements) };
}

/** What rules will make of the first rows of each statement that may go in, by statement and row. */
async function rulesOnRows(
  sql: TransactionSql,
  book: string,
  { statements, withLines }: ImportPlan,
  most: Readonly<Partial<Record<Verdict, number>>>,
): Promise<ReadonlyMap<string, Pick<RowPreview, 'byRules'>>> {
  const mayGoIn: readonly Verdict[] = ['new', 'similar', 'deleted'];
  const rows = statements.flatMap((all) =>
    mayGoIn.flatMap((kind) => all.filter(({ verdict }) => verdict === kind).slice(0, most[kind] ?? 0)),
  );
  const asAdded = rows.map((row) => withLines(row.goesIn === false ? { ...row, goesIn: 'add' } : row));
  const foreseen = await foreseeRules(sql, book, asAdded);
  return new Map(
    rows.flatMap(({ statement, row }, index) => {
      const byRules = foreseen[index];
      return byRules ? [[`${statement} ${row}`, { byRules }] as const] : [];
    }),
  );
}

/** Sum by which an import raises the balance: a pending row that is replaced was not part of it. */
function bookedIn(rows: readonly PlannedRow[]): bigint {
  const booked = rows.filter(
    ({ goesIn, raw, resemblance }) =>
      !raw.pending &&
      (goesIn === 'add' || (goesIn === 'replace' && resemblance?.candidate.state === 'pending')),
  );
  return sumOf(booked);
}

/** The preview of a plan, without balances. */
export function shown({ problems, statements, accounts, sameFile }: ImportPlan): ImportPreview {
  return {
    problems,
    sameFile,
    statements: statements.map((rows, index) => {
      const account = accounts[index] ?? null;
      const counts = { new: 0, known: 0, similar: 0, deleted: 0 };
      for (const { verdict } of rows) counts[verdict] += 1;
      const going = rows.filter(({ goesIn }) => goesIn !== false);
      const { first, last } = spanOf(rows.map(({ raw }) => raw.date));
      return {
        account: account && { id: account.id, name: account.name, currency: account.currency },
        rows: rows.map(rowPreview),
        counts,
        goesIn: going.length,
        sumMinor: sumOf(going),
        firstDay: first || null,
        lastDay: last || null,
        balance: null,
      };
    }),
  };
}

function sumOf(rows: readonly PlannedRow[]): bigint {
  return rows.reduce((sum, { raw }) => sum + raw.amountMinor, 0n);
}

function rowPreview({ verdict, goesIn, raw, twin, resemblance }: PlannedRow): RowPreview {
  if (resemblance) {
    const { why, candidate } = resemblance;
    const { transaction, day, payee, amountMinor, isByHand } = candidate;
    return {
      verdict,
      goesIn,
      like: { why, transaction, day, payee, amountMinor, isByHand, canReplace: true },
    };
  }
  if (twin?.transaction == null) return { verdict, goesIn };
  const { date: day, payee, amountMinor } = raw;
  const like = { transaction: twin.transaction, day, payee, amountMinor, isByHand: false, canReplace: false };
  return { verdict, goesIn, like: { why: 'cut', ...like } };
}

import type { Row, Statement } from '../bank-files/statement.ts';
import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { type Account, accountsOf } from '../ledger/accounts.ts';
import { categoriesOf, counterpartsOf } from '../ledger/list-categories-with-shown-names.ts';
import { categoryFinder } from './find-category-by-name.ts';
import type { Choice, ImportProblem, ImportRequest, SimilarFate } from './import-request-types.ts';
import {
  candidatesFor,
  type EarlierFile,
  earlierFiles,
  storedRows,
  type WantedAmount,
} from './load-existing-rows.ts';
import { type Candidate, matchLookAlikes, type Resemblance, type UnmatchedRow } from './match-look-alikes.ts';
import { type Files, type KeyMatch, matchKeys, type Span, type StoredRow } from './match-rows-by-key.ts';
import { rawDescription, rowKey } from './row-key.ts';
import { type RowLines, rowLines, type Surroundings } from './row-to-transaction.ts';

export type Verdict = 'new' | 'known' | 'similar' | 'deleted';

/** A row of the file, what the book has of it, and whether it goes in. */
export interface PlannedRow {
  readonly statement: number;
  readonly row: number;
  readonly raw: Row;
  readonly account: Account;
  readonly key: string;
  /** Free number among its twins; 0 for a row that does not go in. */
  readonly ordinal: number;
  readonly verdict: Verdict;
  readonly goesIn: false | Choice['as'];
  /** Stored twin of a row on a day that two files cut. */
  readonly twin?: StoredRow;
  readonly resemblance?: Resemblance;
  /** Lines of its transaction, once `withLines` has made them; undefined for a row that adds none. */
  readonly lines?: RowLines;
}

export interface ImportPlan {
  readonly problems: readonly ImportProblem[];
  /** Rows of each statement, all of them in its order; none for one that is left out or wrong. */
  readonly statements: readonly (readonly PlannedRow[])[];
  readonly accounts: readonly (Account | null)[];
  readonly sameFile: string | null;
  /** Gives the lines of a row that adds a transaction: all those of a large file would not fit beside its rows. */
  readonly withLines: (row: PlannedRow) => PlannedRow;
}

/** Compares a file with the book: decides about each row, and writes nothing. */
export async function planImport(
  sql: TransactionSql,
  book: string,
  request: ImportRequest,
): Promise<ImportPlan> {
  const [accounts, categories, counterparts] = await Promise.all([
    accountsOf(sql, book),
    categoriesOf(sql, book),
    counterpartsOf(sql, book),
  ]);
  const made = (request.newAccounts ?? []).map((account) => ({ ...account, closedOn: null }));
  const byId = new Map([...made, ...accounts].map((account) => [account.id, account]));
  const assigned = request.statements.map((statement, index) => assign(statement, index, request, byId));
  const problems: ImportProblem[] = assigned.flatMap((one) => ('why' in one ? [one] : []));
  const meant = assigned.map((one) => ('why' in one ? null : one.account));
  const statements: PlannedRow[][] = request.statements.map(() => []);
  const around: Omit<Surroundings, 'account'> = {
    categories: categoryFinder(categories, counterparts.opening),
    counterparts,
    accountNamed: (name) => byId.get(request.accounts[name] ?? ''),
  };
  const linesOf = ({ raw, account, goesIn }: PlannedRow) =>
    goesIn === 'add' ? rowLines(raw, { ...around, account }) : undefined;
  const linesMade = new Map<PlannedRow, RowLines>();
  const isKept = request.statements.reduce((sum, { rows }) => sum + rows.length, 0) <= MOST_KEPT;
  const closedBy = closedAccounts(byId);
  const closed: ImportProblem[] = [];
  let sameFile: string | null = null;
  for (const account of new Set(meant)) {
    if (account === null) continue;
    const rows = request.statements.flatMap((statement, index) =>
      meant[index] === account ? statement.rows.map((raw, row) => ({ statement: index, row, raw })) : [],
    );
    const compared = await compare(sql, book, account, rows, request);
    sameFile ??= compared.sameFile;
    for (const planned of compared.rows) {
      const lines = linesOf(planned);
      statements[planned.statement]?.push(planned);
      if (lines && 'why' in lines)
        problems.push({ ...lines, statement: planned.statement, row: planned.row });
      else closed.push(...closedBy(planned, lines));
      if (isKept && lines && !('why' in lines)) linesMade.set(planned, lines);
    }
  }
  problems.push(...badChoices(request, statements), ...closed);
  const withLines = (row: PlannedRow): PlannedRow => {
    const lines = row.raw.amountMinor === 0n ? undefined : (linesMade.get(row) ?? linesOf(row));
    return lines === undefined || 'why' in lines ? row : { ...row, lines };
  };
  return { problems, statements, accounts: meant, sameFile, withLines };
}

/** Rows of a file whose lines are kept once they are made. */
const MOST_KEPT = 12_000;

type Assigned = { readonly account: Account | null } | ImportProblem;

function assign(
  { status, account: name, rows }: Statement,
  statement: number,
  { accounts }: ImportRequest,
  byId: ReadonlyMap<string, Account>,
): Assigned {
  const at = { statement, row: null, ...(name === null ? {} : { name }) };
  if (status !== 'import') return { why: 'not ready', ...at };
  const id = Object.hasOwn(accounts, name ?? '') ? accounts[name ?? ''] : undefined;
  if (id === undefined) return { why: 'no account', ...at };
  if (id === null) return { account: null };
  const account = byId.get(id);
  if (account === undefined) return { why: 'unknown account', ...at };
  const foreign = rows.findIndex(({ currency }) => currency !== account.currency);
  if (foreign >= 0) return { why: 'currency', statement, row: foreign, name: account.name };
  return { account };
}

type Placed = Pick<PlannedRow, 'statement' | 'row' | 'raw'>;

async function compare(
  sql: TransactionSql,
  book: string,
  account: Account,
  placed: readonly Placed[],
  request: ImportRequest,
): Promise<{ readonly rows: readonly PlannedRow[]; readonly sameFile: string | null }> {
  const rows = placed.map(({ raw }) => keyed(raw));
  const earlier = await earlierFiles(sql, book, account.id, request.file.sha256);
  const files = filesOf(rows, earlier);
  const stored = await storedRows(sql, book, account.id, [...new Set(rows.map(({ key }) => key))], earlier);
  const matches = matchKeys(rows, stored, files);
  const open = rows.flatMap((_, index) => (matches[index] === undefined ? [index] : []));
  const announced = rows.flatMap((_, index) => (matches[index]?.announced === undefined ? [] : [index]));
  const wanted = wantedAmounts(rows, [...open, ...announced]);
  const candidates = await candidatesFor(sql, book, account.id, wanted, earlier);
  const looks = matchLookAlikes(rows, open, candidates, takenBy(matches), {
    ...files,
    fingerprint: request.file.fingerprint,
  });
  const number = ordinals(stored);
  const wishes = new Map(
    (request.choices ?? []).map(({ statement, row, as }) => [`${statement} ${row}`, as]),
  );
  const planned = placed.map((one, index): PlannedRow => {
    const match = matches[index];
    const resemblance = looks.get(index) ?? announcedForm(match, one.raw, candidates);
    const verdict = verdictOf(match, resemblance);
    const wish = wishes.get(`${one.statement} ${one.row}`);
    const { similar = 'skip' } = request;
    const isHere = match?.announced !== undefined; // and would be there twice if all were added
    const forAll = isHere && similar === 'add' ? 'skip' : similar;
    const goesIn = fateOf(verdict, wish, forAll, resemblance?.candidate);
    const key = rows[index]?.key ?? '';
    return {
      ...one,
      account,
      key,
      ordinal: goesIn === false ? 0 : number(key),
      verdict,
      goesIn,
      ...(match?.as === 'cut' ? { twin: match.stored } : {}),
      ...(resemblance === undefined ? {} : { resemblance }),
    };
  });
  return { rows: planned, sameFile: files.sameFile };
}

function keyed(raw: Row): UnmatchedRow {
  const { date, amountMinor, reference, pending } = raw;
  const key = rowKey(raw).toString('hex');
  const description = rawDescription(raw);
  return {
    key,
    day: date,
    amountMinor,
    reference: reference.trim(),
    description,
    isPending: pending === true,
  };
}

function filesOf(rows: readonly { readonly day: Day }[], earlier: readonly EarlierFile[]): Files {
  const inForce = earlier.filter(({ isUndone }) => !isUndone);
  return {
    span: spanOf(rows.map(({ day }) => day)),
    imported: inForce.map(({ span }) => span),
    sameFile: inForce.find(({ hasSameBytes }) => hasSameBytes)?.id ?? null,
  };
}

/** First and last of some days; empty texts for none. */
export function spanOf(days: readonly Day[]): Span {
  let [first = '', last = ''] = [days[0], days[0]];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}

function wantedAmounts(rows: readonly UnmatchedRow[], open: readonly number[]): readonly WantedAmount[] {
  const byAmount = Map.groupBy(
    open.flatMap((index) => rows[index] ?? []),
    ({ amountMinor }) => amountMinor,
  );
  return [...byAmount].map(([amountMinor, same]) => ({ amountMinor, ...spanOf(same.map(({ day }) => day)) }));
}

function takenBy(matches: readonly (KeyMatch | undefined)[]): ReadonlySet<string> {
  return new Set(
    matches.flatMap((match) => [match?.stored.transaction ?? [], match?.announced ?? []].flat()),
  );
}

/** The pending line of a row that is booked now, with the same key. */
function announcedForm(
  match: KeyMatch | undefined,
  { amountMinor }: Row,
  candidates: readonly Candidate[],
): Resemblance | undefined {
  if (match?.announced === undefined) return undefined;
  const candidate = candidates.find(
    (one) =>
      one.transaction === match.announced && one.state === 'pending' && one.amountMinor === amountMinor,
  );
  return candidate && { why: 'pending', candidate };
}

/** Gives the lowest free number of each key, one after the other. */
function ordinals(stored: readonly StoredRow[]): (key: string) => number {
  const taken = Map.groupBy(stored, ({ key }) => key);
  const last = new Map<string, number>();
  return (key) => {
    const used = new Set(taken.get(key)?.map(({ ordinal }) => ordinal));
    let ordinal = (last.get(key) ?? 0) + 1;
    while (used.has(ordinal)) ordinal += 1;
    last.set(key, ordinal);
    return ordinal;
  };
}

function verdictOf(match: KeyMatch | undefined, resemblance: Resemblance | undefined): Verdict {
  if (resemblance !== undefined) return 'similar';
  if (match === undefined) return 'new';
  return match.as === 'cut' ? 'similar' : match.as;
}

function fateOf(
  verdict: Verdict,
  wish: Choice['as'] | undefined,
  forAll: SimilarFate,
  candidate: Candidate | undefined,
): PlannedRow['goesIn'] {
  if (verdict === 'known') return false;
  if (verdict === 'new') return 'add';
  const fate = wish ?? (verdict === 'similar' ? forAll : 'skip');
  if (fate === 'replace') return candidate === undefined ? false : 'replace';
  return fate === 'add' ? 'add' : false;
}

/** Choices that no row fits; one of a row that is known by now has come true already. */
function badChoices(
  { choices = [] }: ImportRequest,
  statements: readonly (readonly PlannedRow[])[],
): ImportProblem[] {
  return choices.flatMap(({ statement, row, as }) => {
    const planned = statements[statement]?.[row];
    const fits = planned && (planned.verdict === 'known' || planned.goesIn === as);
    return fits ? [] : [{ why: 'bad choice', statement, row }];
  });
}

/** Finds closed accounts that a row's lines would go to, each once. */
function closedAccounts(byId: ReadonlyMap<string, Account>) {
  const named = new Set<string>();
  return ({ statement, account, goesIn }: PlannedRow, lines: RowLines | undefined): ImportProblem[] => {
    const own = goesIn === false ? [] : [account.id];
    const touched = [...own, ...(lines?.postings ?? []).flatMap((one) => one.account ?? [])];
    const closed = touched.find((id) => byId.get(id)?.closedOn != null && !named.has(id));
    if (closed === undefined) return [];
    named.add(closed);
    return [{ why: 'closed account', statement, row: null, name: byId.get(closed)?.name ?? '' }];
  };
}

import { say } from '../words/say.ts';
import type { SplitLine, TransactionLine, Transfer } from './line-before-grouping-type.ts';
import type { LeftOut, Move, Row, Split, Statement } from './statement.ts';

/** Facts of a file beside its rows. */
export type Facts = Partial<Pick<Statement, 'leftOut' | 'mapping' | 'openingMinor' | 'closingMinor'>>;

/**
 * Statements of a file, one for each account in the order of the file. A move that both accounts list is one row: that
 * of the account it came from, or the one whose split it is part of.
 *
 * @param accounts names of accounts that have a statement even without rows
 */
export function statementsByAccount(
  lines: readonly TransactionLine[],
  facts: Facts = {},
  accounts: readonly string[] = [],
): Statement[] {
  const { left, leftOut } = withoutSecondHalves(lines);
  const rows = new Map<string | undefined, Row[]>(accounts.map((account) => [account, []]));
  for (const { account } of lines) if (!rows.has(account)) rows.set(account, []);
  for (const line of left) rows.get(line.account)?.push(toRow(line));
  if (rows.size === 0) rows.set(undefined, []);
  return [...rows].map(([account, list]) => ({
    status: 'import',
    account: account ?? null,
    rows: list,
    questions: [],
    problems: [],
    ...facts,
    ...(leftOut.length === 0 ? {} : { leftOut: [...(facts.leftOut ?? []), ...leftOut] }),
  }));
}

/** Lines without second halves of moves; those that were booked on another day than the first are named. */
function withoutSecondHalves(lines: readonly TransactionLine[]): {
  readonly left: readonly TransactionLine[];
  readonly leftOut: readonly LeftOut[];
} {
  const gone = new Set<TransactionLine>();
  /** Lines and splits whose second half is gone. */
  const met = new Set<TransactionLine | SplitLine>();
  dropHalves(lines, gone, met, ({ date }) => date);
  const sameDay = new Set(gone);
  // Banks book the two halves of a move on different days.
  dropHalves(lines, gone, met, () => '', MOST_DAYS);
  return {
    left: lines.filter((line) => !gone.has(line)),
    leftOut: lines
      .filter((line) => gone.has(line) && !sameDay.has(line))
      .map(({ line }) => ({ line, message: say('bankFiles.otherHalf') })),
  };
}

/** Days between the halves of a move. */
const MOST_DAYS = 4;

function dropHalves(
  lines: readonly TransactionLine[],
  gone: Set<TransactionLine>,
  met: Set<TransactionLine | SplitLine>,
  dayOf: (line: TransactionLine) => string,
  mostDays = 0,
): void {
  const isOpen = (line: TransactionLine) => !gone.has(line) && !met.has(line);
  const halves = new Map<string, TransactionLine[]>();
  for (const line of lines) {
    if (line.transfer === undefined || line.splits !== undefined || !isOpen(line)) continue;
    const key = keyOf(line.account, line.transfer.account, { ...line, date: dayOf(line) });
    const same = halves.get(key) ?? [];
    same.push(line);
    halves.set(key, same);
  }
  if (halves.size === 0) return;
  const drop = (line: TransactionLine, transfer: Transfer, amountMinor: bigint): boolean => {
    const money = transfer.money ?? { amountMinor: -amountMinor, currency: line.currency };
    const same = halves.get(keyOf(transfer.account, line.account, { ...money, date: dayOf(line) })) ?? [];
    while (same[0] !== undefined && !isOpen(same[0])) same.shift();
    const near = same.filter(
      (half) => half !== line && isOpen(half) && daysBetween(half.date, line.date) <= mostDays,
    );
    const nearest = Math.min(...near.map((half) => daysBetween(half.date, line.date)));
    const other = near.find((half) => daysBetween(half.date, line.date) === nearest);
    if (other !== undefined) gone.add(other);
    return other !== undefined;
  };
  for (const line of lines) dropOfSplits(line, met, drop);
  const bySource = lines.toSorted((a, b) => Number(a.amountMinor > 0n) - Number(b.amountMinor > 0n));
  for (const line of bySource) {
    if (line.transfer === undefined || line.splits !== undefined || !isOpen(line)) continue;
    if (drop(line, line.transfer, line.amountMinor)) met.add(line);
  }
}

/** Drops the second half of each part of a split that is a move, else that of all parts to one account together. */
function dropOfSplits(
  line: TransactionLine,
  met: Set<TransactionLine | SplitLine>,
  drop: (line: TransactionLine, transfer: Transfer, amountMinor: bigint) => boolean,
): void {
  const moves = (line.splits ?? []).flatMap((part) =>
    part.transfer === undefined || met.has(part) ? [] : [{ part, transfer: part.transfer }],
  );
  for (const { part, transfer } of moves) if (drop(line, transfer, part.amountMinor)) met.add(part);
  const left = moves.filter(({ part, transfer }) => !met.has(part) && transfer.money === undefined);
  for (const [account, parts] of Map.groupBy(left, ({ transfer }) => transfer.account)) {
    const sum = parts.reduce((all, { part }) => all + part.amountMinor, 0n);
    if (parts.length > 1 && drop(line, { account }, sum)) for (const { part } of parts) met.add(part);
  }
}

function daysBetween(a: string, b: string): number {
  return a === b ? 0 : Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
}

function keyOf(
  from: string | undefined,
  to: string | undefined,
  { date, amountMinor, currency }: Pick<TransactionLine, 'date' | 'amountMinor' | 'currency'>,
): string {
  return JSON.stringify([from, to, date, String(amountMinor), currency]);
}

function toRow(line: TransactionLine): Row {
  const {
    date,
    amountMinor,
    currency,
    payee,
    memo,
    reference,
    account,
    category,
    transfer,
    splits,
    original,
  } = line;
  return {
    date,
    amountMinor,
    currency,
    payee,
    memo,
    reference,
    ...(account === undefined ? {} : { account }),
    ...(category ? { category } : {}),
    ...(transfer === undefined ? {} : { movedTo: toMove(transfer, amountMinor, currency) }),
    ...(splits === undefined ? {} : { splits: splits.map((split) => toSplit(split, currency)) }),
    ...(original === undefined ? {} : { original }),
    ...(line.pending ? { pending: true as const } : {}),
  };
}

function toSplit({ category, transfer, amountMinor, memo }: SplitLine, currency: string): Split {
  return {
    ...(category === undefined ? {} : { category }),
    ...(transfer === undefined ? {} : { movedTo: toMove(transfer, amountMinor, currency) }),
    amountMinor,
    memo,
  };
}

function toMove({ account, money }: Transfer, amountMinor: bigint, currency: string): Move {
  return { account, ...(money ?? { amountMinor: -amountMinor, currency }) };
}

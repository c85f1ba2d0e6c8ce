import type { SplitLine, TransactionLine, Transfer } from './line-before-grouping-type.ts';
import type { Move, Row, Split, Statement } from './statement.ts';

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
  const left = withoutSecondHalves(lines);
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
  }));
}

function withoutSecondHalves(lines: readonly TransactionLine[]): readonly TransactionLine[] {
  const halves = new Map<string, TransactionLine[]>();
  for (const line of lines) {
    if (line.transfer === undefined || line.splits !== undefined) continue;
    const key = keyOf(line.account, line.transfer.account, line);
    const same = halves.get(key) ?? [];
    same.push(line);
    halves.set(key, same);
  }
  if (halves.size === 0) return lines;
  const gone = new Set<TransactionLine>();
  const drop = (line: TransactionLine, transfer: Transfer, amountMinor: bigint): void => {
    const money = transfer.money ?? { amountMinor: -amountMinor, currency: line.currency };
    const key = keyOf(transfer.account, line.account, { ...money, date: line.date });
    const same = halves.get(key) ?? [];
    while (same[0] !== undefined && gone.has(same[0])) same.shift();
    const other = same.find((half) => half !== line && !gone.has(half));
    if (other !== undefined) gone.add(other);
  };
  for (const line of lines) {
    for (const { transfer, amountMinor } of line.splits ?? [])
      if (transfer) drop(line, transfer, amountMinor);
  }
  const bySource = lines.toSorted((a, b) => Number(a.amountMinor > 0n) - Number(b.amountMinor > 0n));
  for (const line of bySource) {
    if (line.transfer !== undefined && line.splits === undefined && !gone.has(line)) {
      drop(line, line.transfer, line.amountMinor);
    }
  }
  return lines.filter((line) => !gone.has(line));
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

import type { SplitLine, TransactionLine } from '../../line-before-grouping-type.ts';

/** Position of a line among the parts of a split, from 1, and its own memo. */
export interface Part {
  readonly number: number;
  readonly count: number;
  readonly memo: string;
}

/**
 * Joins lines that are parts of one split and follow each other. Parts that do not stay lines of their own: sums are
 * right either way.
 */
export function joinSplitParts(
  lines: readonly TransactionLine[],
  partOf: (line: TransactionLine) => Part | undefined,
): readonly TransactionLine[] {
  const joined: TransactionLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const first = lines[at] as TransactionLine;
    const count = partOf(first)?.number === 1 ? (partOf(first)?.count ?? 0) : 0;
    const group = lines.slice(at, at + count);
    const isWhole =
      count > 1 &&
      group.length === count &&
      group.every((line, index) => partOf(line)?.number === index + 1 && isSame(line, first));
    if (isWhole) joined.push(whole(group, partOf));
    else joined.push(first);
    at += isWhole ? count : 1;
  }
  return joined;
}

function isSame(line: TransactionLine, other: TransactionLine): boolean {
  return line.account === other.account && line.date === other.date && line.currency === other.currency;
}

function whole(
  group: readonly TransactionLine[],
  partOf: (line: TransactionLine) => Part | undefined,
): TransactionLine {
  const first = group[0] as TransactionLine;
  const named = group.find(({ transfer }) => transfer === undefined) ?? first;
  const { category: _, transfer: __, ...rest } = first;
  return {
    ...rest,
    payee: named.payee,
    memo: '',
    amountMinor: group.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    splits: group.map((line): SplitLine => {
      const target =
        line.transfer === undefined ? { category: line.category ?? '' } : { transfer: line.transfer };
      return { ...target, amountMinor: line.amountMinor, memo: partOf(line)?.memo ?? '' };
    }),
  };
}

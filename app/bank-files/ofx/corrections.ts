import { say } from '../../words/say.ts';
import { type Element, find } from '../element.ts';
import type { LeftOut } from '../statement.ts';

/** Transactions of a statement as the bank has them in the end, and those that it corrected. */
export interface Corrected {
  readonly kept: readonly Element[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Applies corrections (OFX 11.4.4.1, `CORRECTFITID` and `CORRECTACTION`): a transaction that replaces another one of the
 * file takes its place, and one that deletes another is none itself.
 */
export function applyCorrections(transactions: readonly Element[]): Corrected {
  const ids = new Set(transactions.map((one) => textOf(one, 'FITID')));
  const gone = new Set(transactions.map((one) => textOf(one, 'CORRECTFITID')).filter((id) => id !== ''));
  const leftOut: LeftOut[] = [];
  const kept = transactions.filter((one) => {
    const message = messageOf(one, ids, gone);
    if (message !== undefined) leftOut.push({ line: one.line, message });
    return message === undefined;
  });
  return { kept, leftOut };
}

/** Why a transaction is none; undefined for one that stays. */
function messageOf(
  transaction: Element,
  ids: ReadonlySet<string>,
  gone: ReadonlySet<string>,
): string | undefined {
  if (gone.has(textOf(transaction, 'FITID'))) return say('bankFiles.corrected');
  const isDeletion = textOf(transaction, 'CORRECTACTION').toUpperCase() === 'DELETE';
  if (!isDeletion) return undefined;
  return say(
    ids.has(textOf(transaction, 'CORRECTFITID')) ? 'bankFiles.takesBack' : 'bankFiles.takesBackEarlier',
  );
}

function textOf(element: Element, name: string): string {
  return find(element, name)?.text.trim() ?? '';
}

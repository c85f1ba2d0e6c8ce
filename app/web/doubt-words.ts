import { shortDay, type Writing } from '../calendar.ts';
import type { Doubt } from '../ledger/doubts.ts';

/** Why a day is asked about, in a sentence for each reason. */
export function doubtWords(doubts: readonly Doubt[], writing: Writing): string {
  const sentences = doubts.map((doubt) =>
    doubt.why === 'far ahead'
      ? 'That is more than two years ahead.'
      : `${doubt.account} was opened on ${shortDay(doubt.openedOn, writing)}, after that day.`,
  );
  return [...sentences, 'Say below that it is right, or type another day.'].join(' ');
}

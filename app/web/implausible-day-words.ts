import { shortDay, type Writing } from '../format-days-and-times.ts';
import type { Doubt } from '../ledger/implausible-day-of-entry.ts';
import { say } from '../words/say.ts';

/** Explains the doubts about a day, one sentence each. */
export function implausibleDayWords(doubts: readonly Doubt[], writing: Writing): string {
  const sentences = doubts.map((doubt) =>
    doubt.why === 'far ahead'
      ? say('web.farAhead')
      : say('web.openedAfter', { account: doubt.account, day: shortDay(doubt.openedOn, writing) }),
  );
  return [...sentences, say('web.confirmDay')].join(' ');
}

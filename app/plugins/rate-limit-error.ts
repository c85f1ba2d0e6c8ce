import { durationWords } from '../web/duration-words.ts';
import { say } from '../words/say.ts';

/** A rate limit was exceeded. */
export class RateLimitError extends Error {
  readonly statusCode = 429;
  constructor(whom: 'device' | 'network' | 'person', wait: number) {
    super(say(`tooMuch.${whom}`, { wait: durationWords(wait) }));
  }
}

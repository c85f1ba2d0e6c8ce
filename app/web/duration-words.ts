import { say } from '../words/say.ts';

/** Duration of a wait in words, rounded up. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return seconds < 60
    ? say('common.seconds', { count: seconds })
    : say('common.minutes', { count: Math.ceil(seconds / 60) });
}

import { performance } from 'node:perf_hooks';
import { weakness } from '../../app/features/sign-in/password-rules.ts';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';

const owner = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace', host: 'finance.example.com' };

/** Measures how long a check of a password blocks the event loop: the first one, and the most expensive inputs allowed. */
export async function benchPasswords(): Promise<void> {
  const before = process.memoryUsage.rss();
  const first = timed('four quiet words here');
  const memory = (process.memoryUsage.rss() - before) / 2 ** 20;
  const passwords = {
    'four quiet words here': 'four quiet words here',
    '256 digits': by('0123456789'),
    '256 digits and signs that stand for letters': by('4@8({[<36&9#!1|$5+7%20'),
    '256 letters of common words': 'theandyouthatwasforarewithhis'.repeat(9).slice(0, 256),
    '255 letters, five over and over': 'abcde'.repeat(51),
  };
  const rows = await sideBySide(
    Object.fromEntries(Object.entries(passwords).map(([name, password]) => [name, () => timed(password)])),
  );
  printTable('rules for a password', 'ms', rows);
  console.log(`  the first, with loading its words: ${first.toFixed(0)} ms, ${memory.toFixed(0)} MB`);
}

function timed(password: string): number {
  const began = performance.now();
  weakness(password, owner);
  return performance.now() - began;
}

/** 256 pseudo-random letters, the same in each run, without a repetition that the rules would find. */
function by(letters: string): string {
  let state = 1;
  return Array.from({ length: 256 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return letters[state % letters.length];
  }).join('');
}

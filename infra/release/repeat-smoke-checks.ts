import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readWithUsage } from '../command/read-with-usage.ts';
import { smokeChecks } from './smoke-checks.ts';

/**
 * Repeats the smoke checks every second until all pass or the time is up, since a load balancer takes a while to find new
 * pods. Prints the last outcome of each.
 *
 * @returns the exit code: 0 when all checks pass
 * @throws Problem for wrong arguments
 */
export async function smoke(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { url, seconds } = readArguments(args);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const checks = await smokeChecks(url);
    const failed = checks.filter(({ problem }) => problem !== undefined);
    if (failed.length === 0 || performance.now() > end) {
      for (const { what, problem } of checks)
        say(problem === undefined ? `ok: ${what}` : `FAILED: ${what}: ${problem}`);
      return failed.length === 0 ? 0 : 1;
    }
    await setTimeout(1000);
  }
}

function readArguments(args: readonly string[]): { url: string; seconds: number } {
  return readWithUsage('usage: --url URL [--seconds N]', () => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { url: text, seconds: text } });
    if (values.url === undefined || !/^https?:\/\//.test(values.url))
      throw new Error('say which app: --url https://…');
    const seconds = Number(values.seconds ?? 60);
    if (!(seconds >= 0)) throw new Error(`--seconds takes a number, not "${values.seconds}"`);
    return { url: values.url, seconds };
  });
}

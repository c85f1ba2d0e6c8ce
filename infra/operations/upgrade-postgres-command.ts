/** `npm run upgrade-postgres`: copies the rows of a Postgres of an earlier major version into one of the version that is to run. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { runCommand } from '../command/run-command.ts';
import { upgradeFolder } from '../local/postgres-upgrade/upgrade-folder.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { upgradeStack } from './upgrade-postgres.ts';

const USAGE = 'usage: npm run upgrade-postgres -- [--stack STACK | --data FOLDER]';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

await runCommand(async () => {
  const { stack, data } = parsed(process.argv.slice(2));
  try {
    if (stack !== undefined) await upgradeStack(stack, console.log);
    else await upgradeFolder(resolve(data ?? DEFAULT_FOLDER), stop.signal, console.log);
  } catch (error) {
    throw error === stop.signal.reason ? new Problem('interrupted: nothing was changed') : error;
  }
  return 0;
}, 1);

function parsed(args: readonly string[]) {
  return readWithUsage(USAGE, () => {
    const text = { type: 'string' } as const;
    const { stack, data } = parseArgs({ args: [...args], options: { stack: text, data: text } }).values;
    if (stack !== undefined && data !== undefined) throw new Error('a stack or a folder, not both');
    return { stack, data };
  });
}

/** `npm run carry`: copies the rows of a Postgres of an earlier major version into one of the version that is to run. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem, readWithUsage } from '../command/problem.ts';
import { runCommand } from '../command/run-command.ts';
import { carryFolder } from '../local/carry/carry-folder.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { carryStack } from './carry-stack.ts';

const USAGE = 'usage: npm run carry -- [--stack STACK | --data FOLDER]';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

await runCommand(async () => {
  const { stack, data } = parsed(process.argv.slice(2));
  try {
    if (stack !== undefined) await carryStack(stack, console.log);
    else await carryFolder(resolve(data ?? DEFAULT_FOLDER), stop.signal, console.log);
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

/** `npm run carry`: copies the rows of a Postgres of an earlier major version into one of the version that is to run. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { carryFolder } from '../local/carry/carry-folder.ts';
import { Problem } from '../local/problem.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { carryStack } from './carry-stack.ts';

const USAGE = 'usage: npm run carry -- [--stack STACK | --data FOLDER]';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

async function carry(args: readonly string[]): Promise<void> {
  const { stack, data } = parsed(args);
  if (stack !== undefined && data !== undefined) throw new Problem(USAGE);
  if (stack !== undefined) await carryStack(stack, console.log);
  else await carryFolder(resolve(data ?? DEFAULT_FOLDER), stop.signal, console.log);
}

function parsed(args: readonly string[]) {
  const options = { stack: { type: 'string' }, data: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n${USAGE}`);
  }
}

try {
  await carry(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (error === stop.signal.reason) console.error('interrupted: nothing was changed');
  else console.error((error as Error).message);
}

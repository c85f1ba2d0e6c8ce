/** `npm run person -- COMMAND …`: what the operator of the app does for a person who cannot do it. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../local/problem.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { resetPassword, type Where } from './reset-password.ts';

interface Command {
  /** Names of its positional arguments. */
  readonly takes: readonly string[];
  readonly run: (args: readonly string[], where: Where, say: (line: string) => void) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  reset: { takes: ['ADDRESS'], run: ([address = ''], where, say) => resetPassword(address, where, say) },
};

const USAGE = Object.entries(COMMANDS)
  .map(([name, { takes }]) => ['usage: npm run person --', name, ...takes, '[--stack STACK | --data FOLDER]'])
  .map((words) => words.join(' '))
  .join('\n');

async function person(given: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(given);
  const [name = '', ...args] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const isBoth = values.stack !== undefined && values.data !== undefined;
  if (!command || args.length !== command.takes.length || isBoth) throw new Problem(USAGE);
  const { stack, data = DEFAULT_FOLDER } = values;
  await command.run(args, stack === undefined ? { folder: resolve(data) } : { stack }, console.log);
}

function parsed(args: readonly string[]) {
  const options = { stack: { type: 'string' }, data: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n${USAGE}`);
  }
}

try {
  await person(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
}

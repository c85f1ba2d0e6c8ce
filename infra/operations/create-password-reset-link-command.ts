/** `npm run person -- COMMAND …`: what the operator of the app does for a person who cannot do it. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readWithUsage } from '../command/read-with-usage.ts';
import { runCommand } from '../command/run-command.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { resetPassword, type Where } from './create-password-reset-link.ts';

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

await runCommand(async () => {
  const { command, args, where } = parsed(process.argv.slice(2));
  await command.run(args, where, console.log);
  return 0;
}, 1);

function parsed(given: readonly string[]) {
  return readWithUsage(USAGE, () => {
    const options = { stack: { type: 'string' }, data: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true });
    const { stack, data } = values;
    const [name = '', ...args] = positionals;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new Error(`say what to do: ${Object.keys(COMMANDS).join(', ')}`);
    if (args.length !== command.takes.length) throw new Error(`${name} takes ${command.takes.join(' ')}`);
    if (stack !== undefined && data !== undefined) throw new Error('a stack or a folder, not both');
    const where: Where = stack === undefined ? { folder: resolve(data ?? DEFAULT_FOLDER) } : { stack };
    return { command, args, where };
  });
}

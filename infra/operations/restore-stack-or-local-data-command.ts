/** `npm run restore`: brings back a dump of a stack, or an archive that `npm run backup` wrote. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { runCommand } from '../command/run-command.ts';
import { restoreFolder } from '../local/archive/restore-data-folder.ts';
import { DEFAULT_FOLDER } from '../local/start-arguments.ts';
import { restoreStack } from './restore-stack.ts';

const USAGE = `usage: npm run restore -- FILE.tar.gz [--replace] [--data FOLDER]
       npm run restore -- --stack STACK [--dump NAME] [--receipts-only | --without-lost-receipts]`;

await runCommand(async () => {
  const asked = parsed(process.argv.slice(2));
  if ('stack' in asked) await restoreStack(asked, console.log);
  else await restoreArchive(asked.file, asked.replace, asked.data);
  return 0;
}, 1);

async function restoreArchive(file: string, replacing: boolean, data: string): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  try {
    await restoreFolder({ folder: resolve(data), file: resolve(file), replacing }, stop.signal, console.log);
  } catch (error) {
    throw error === stop.signal.reason ? new Problem('interrupted: nothing was changed') : error;
  }
}

function parsed(args: readonly string[]) {
  const isOfStack = args.some((arg) => arg.startsWith('--stack'));
  return readWithUsage(USAGE, () => (isOfStack ? ofStack(args) : ofArchive(args)));
}

function ofStack(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { stack: text, dump: text, 'receipts-only': flag, 'without-lost-receipts': flag };
  const { stack, dump, ...flags } = parseArgs({ args: [...args], options }).values;
  const receiptsOnly = flags['receipts-only'];
  const withoutLostReceipts = flags['without-lost-receipts'];
  if (stack === undefined) throw new Error('say which stack');
  if (receiptsOnly && withoutLostReceipts) throw new Error('one of the two is enough');
  return { stack, dump, receiptsOnly, withoutLostReceipts };
}

function ofArchive(args: readonly string[]) {
  const options = {
    data: { type: 'string', default: DEFAULT_FOLDER },
    replace: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error('name one archive, or one stack');
  return { file, ...values };
}

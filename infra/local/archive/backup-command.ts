/** `npm run backup`: writes one archive of everything that the app of `npm start` keeps. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../../command/problem.ts';
import { readWithUsage } from '../../command/read-with-usage.ts';
import { runCommand } from '../../command/run-command.ts';
import { DEFAULT_FOLDER } from '../start-arguments.ts';
import { backUpFolder } from './back-up-folder.ts';

const USAGE = 'usage: npm run backup -- FILE.tar.gz [--data FOLDER]';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

await runCommand(async () => {
  const { file, data } = parsed(process.argv.slice(2));
  try {
    const lost = await backUpFolder(resolve(data), resolve(file), stop.signal, console.log);
    return lost.length === 0 ? 0 : 1;
  } catch (error) {
    throw error === stop.signal.reason ? new Problem('interrupted: there is no archive') : error;
  }
}, 1);

function parsed(args: readonly string[]) {
  return readWithUsage(USAGE, () => {
    const options = { data: { type: 'string', default: DEFAULT_FOLDER } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new Error(`name one file, got ${positionals.length}`);
    return { file, data: values.data };
  });
}

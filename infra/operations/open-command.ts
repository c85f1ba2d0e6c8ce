import { runCommand } from '../command/run-command.ts';
import { open } from './open.ts';

// `npm run open -- NAME [--stack STACK] [--port N]`
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

await runCommand(async () => {
  await open(process.argv.slice(2), stop.signal, console.log);
  if (stop.signal.aborted) console.log('closed');
  return 0;
}, 1);

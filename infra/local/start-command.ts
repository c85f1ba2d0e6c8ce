import { isForPeople } from '../command/problem.ts';
import { run } from './run-postgres-migration-and-app.ts';
import { readArguments } from './start-arguments.ts';

/* `npm start`: runs the whole app on this machine, without a cluster. */

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

const say = (line: string) => console.log(`finance: ${line}`);

try {
  await run(readArguments(process.argv.slice(2)), stop.signal, say);
} catch (error) {
  if (error !== stop.signal.reason) {
    process.exitCode = 1;
    if (isForPeople(error)) console.error(`finance: ${error.message}`);
    else console.error(error);
  }
}
if (stop.signal.aborted) say('stopped');

import { SettingsError } from '../settings/read.ts';
import { readArguments } from './arguments.ts';
import { Problem } from './problem.ts';
import { run } from './run.ts';

/* `npm start`: the whole app on this machine, without a cluster. */

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

/** A file that cannot be written is as much theirs to put right as a wrong setting. */
function isForPeople(error: unknown): error is Error {
  return (
    error instanceof Problem || error instanceof SettingsError || (error instanceof Error && 'path' in error)
  );
}

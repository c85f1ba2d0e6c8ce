import { once } from 'node:events';
import { inject, it } from 'vitest';
import { closeAfterTest } from '../testing/close-after-test.ts';
import { launch } from '../testing/server-process.ts';
import { silentConnection } from '../testing/traffic-dropping-proxy.ts';

it('gives up an answer that does not come, says so, and asks again', async () => {
  const line = await silentConnection(inject('postgres'));
  const said = saidBy({ DB_PORT: String(line.port) });
  await said('no migration has run yet');
  line.cut();
  await said('Postgres does not answer');
  line.mend();
  await said('no migration has run yet');
});

/** Starts the program; returns a function that waits for a log line, after the one awaited before. */
function saidBy(environment: Readonly<Record<string, string>>) {
  const child = launch(environment, 'app/database/wait-for-migrations.ts');
  const ended = once(child, 'exit');
  closeAfterTest(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('said');
  });
  return async (what: string) => {
    while (!output.includes(what)) await once(child, 'said');
    output = output.slice(output.indexOf(what) + what.length);
  };
}

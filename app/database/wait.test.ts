import { once } from 'node:events';
import { inject, it } from 'vitest';
import { closeLater } from '../testing/close-later.ts';
import { launch } from '../testing/server-process.ts';
import { silentLine } from '../testing/silent-line.ts';

it('gives up an answer that does not come, says so, and asks again', async () => {
  const line = await silentLine(inject('postgres'));
  const said = saidBy({ DB_PORT: String(line.port) });
  await said('no migration has run yet');
  line.cut();
  await said('Postgres does not answer');
  line.mend();
  await said('no migration has run yet');
});

/** Starts the program; gives what waits until it has said something, after what was waited for before. */
function saidBy(environment: Readonly<Record<string, string>>) {
  const child = launch(environment, 'app/database/wait.ts');
  const ended = once(child, 'exit');
  closeLater(async () => {
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

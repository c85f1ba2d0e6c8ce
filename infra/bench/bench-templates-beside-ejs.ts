import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { requestsPerSecond } from './measure-requests-per-second.ts';

/** Measures a page of 50 rows from memory, by our templates and by Fastify with EJS in production mode: the same markup. */
export async function benchRowsPage(): Promise<void> {
  const servers = await Promise.all([serve('ours', 8395), serve('ejs', 8396)]);
  const rows = await sideBySide({
    'fastify + EJS': () => requestsPerSecond('http://127.0.0.1:8396/'),
    'our templates': () => requestsPerSecond('http://127.0.0.1:8395/'),
  });
  printTable('page of 50 rows (reach: ≥ 2 × fastify + EJS)', 'requests/s', rows);
  for (const server of servers) server.kill();
}

async function serve(how: string, port: number) {
  const program = join(import.meta.dirname, 'programs/serve-rows-by-templates-or-ejs.ts');
  const server = spawn(process.execPath, [program, how, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  return server;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { requestsPerSecond } from './measure-requests-per-second.ts';
import { type Services, startApp } from './services-and-app-process.ts';

/** Measures a JSON route behind the hooks of every route (logs, metrics, headers), beside bare `node:http`. */
export async function benchJsonRoute(services: Services): Promise<void> {
  const bare = spawn(process.execPath, [join(import.meta.dirname, 'programs/bare-http-server.ts'), '8391']);
  await once(bare.stdout, 'data');
  const app = await startApp(services, 8392);
  const rows = await sideBySide({
    'bare node:http': () => requestsPerSecond('http://127.0.0.1:8391/'),
    'app, GET /health': () => requestsPerSecond(`${app.url}/health`),
  });
  printTable('JSON route (reach: ≥ 0.90 × bare node:http)', 'requests/s', rows);
  await app.stop();
  bare.kill();
}

import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { runProcess } from './measure-time-and-memory-of-command.ts';
import { type Services, startApp } from './services-and-app-process.ts';

const FASTIFY_ALONE = `
  import fastify from 'fastify';
  const app = fastify();
  app.get('/ready', () => ({ status: 'ready' }));
  await app.listen({ port: 8393, host: '127.0.0.1' });
  await fetch('http://127.0.0.1:8393/ready');
  process.exit(0);`;

/** Measures the time from spawn to the first 200 of /ready, beside Fastify with one route and nothing else. */
export async function benchAppStart(services: Services): Promise<void> {
  const rows = await sideBySide({
    'app, spawn to ready': async () => {
      const app = await startApp(services, 8394);
      await app.stop();
      return app.startedIn;
    },
    'fastify alone': async () =>
      (await runProcess(process.execPath, ['--input-type=module', '-e', FASTIFY_ALONE])).wall,
  });
  printTable('app start (reach: ≤ 300)', 'ms', rows);
}

import { buildApp } from './app.ts';
import { readConfig, readWorkerConfig } from './config.ts';
import { startOrSayWhy } from './serve-until-stop-signal.ts';
import { buildWorker } from './worker/build-worker.ts';

/* The app and its worker in one process, for a single machine: `npm start` runs it. */

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readConfig(process.env);
    const app = await buildApp(config);
    const worker = await buildWorker(readWorkerConfig(process.env));
    app.addHook('onReady', async () => void (await worker.ready()));
    app.addHook('preClose', () => worker.close());
    return [app, config];
  });
}

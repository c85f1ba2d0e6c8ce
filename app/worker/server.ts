import { readWorkerConfig } from '../config.ts';
import { startOrSayWhy } from '../serve-until-stop-signal.ts';
import { buildWorker } from './build-worker.ts';

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readWorkerConfig(process.env);
    return [await buildWorker(config), { ...config, closingSeconds: 60 }];
  });
}

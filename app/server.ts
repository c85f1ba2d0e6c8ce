import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { startOrSayWhy } from './serve-until-stop-signal.ts';

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readConfig(process.env);
    return [await buildApp(config), config];
  });
}

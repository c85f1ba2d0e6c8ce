import { startOrSayWhy } from '../start-listening.ts';
import { readFrontendConfig } from './config.ts';
import { buildFrontend } from './frontend.ts';

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readFrontendConfig(process.env);
    return [await buildFrontend(config), config];
  });
}

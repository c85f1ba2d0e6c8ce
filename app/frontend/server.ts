import { startOrSayWhy } from '../serve-until-stop-signal.ts';
import { buildFrontend } from './build-proxy-server.ts';
import { readFrontendConfig } from './config.ts';

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readFrontendConfig(process.env);
    return [await buildFrontend(config), config];
  });
}

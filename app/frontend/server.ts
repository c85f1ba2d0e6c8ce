import { startOrSayWhy } from '../serve-until-stop-signal.ts';
import { buildFrontend } from './assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from './read-proxy-config-from-environment.ts';

if (import.meta.main) {
  await startOrSayWhy(async () => {
    const config = readFrontendConfig(process.env);
    return [await buildFrontend(config), config];
  });
}

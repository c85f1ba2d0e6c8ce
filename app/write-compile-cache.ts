import { flushCompileCache } from 'node:module';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { buildFrontend } from './frontend/assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from './frontend/read-proxy-config-from-environment.ts';

/*
 * Runs once while the image is built, with NODE_COMPILE_CACHE set: loads every module of the image's commands and
 * assembles the app, without any network access.
 */
await Promise.all([
  import('./server.ts'),
  import('./frontend/server.ts'),
  import('./worker/server.ts'),
  import('./bank-files/reader-child.ts'),
  import('./worker/job-child.ts'),
  import('./database/migrate.ts'),
  import('./database/wait-for-migrations.ts'),
]);
const app = await buildApp(
  readConfig({
    PUBLIC_URL: 'http://localhost:8080',
    SESSION_SECRET: 'nobody signs in to what is never started',
    DB_HOST: 'nowhere',
    DB_NAME: 'nothing',
    DB_USER: 'nobody',
    DB_PASSWORD: 'none',
    LOG_LEVEL: 'silent',
  }),
);
await app.ready();
await app.inject('/sign-up');
await app.close();
const frontend = await buildFrontend(
  readFrontendConfig({
    PUBLIC_URL: 'http://localhost:8080',
    UPSTREAM: 'http://nowhere',
    LOG_LEVEL: 'silent',
  }),
);
await frontend.inject('/frontend/ready');
await frontend.close();
flushCompileCache();

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { describeError } from './plugins/logging.ts';
import { metricsServer } from './plugins/metrics.ts';

/** Longer than any request may take the database, shorter than the cluster's patience. */
const closingSeconds = 15;

async function start(config: Config): Promise<void> {
  const app = await buildApp(config);
  const metrics = metricsServer(app.metrics);

  process.on('uncaughtException', (error) => {
    app.log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });

  metrics.listen(config.metricsPort, config.host);
  await Promise.all([once(metrics, 'listening'), app.listen({ host: config.host, port: config.port })]);
  app.log.info(
    {
      port: (app.server.address() as AddressInfo).port,
      metricsPort: (metrics.address() as AddressInfo).port,
      milliseconds: Math.round(performance.now()), // since the process began
    },
    'listening',
  );

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop(signal);
    });
  }

  /** Not ready first, so that nobody new is sent here; then the requests that still come; then the end. */
  async function stop(signal: string): Promise<void> {
    app.draining = true;
    app.log.info({ signal, drainSeconds: config.drainSeconds }, 'draining');
    await wait(config.drainSeconds * 1000);
    const tooLong = setTimeout(() => {
      app.log.error({ closingSeconds }, 'requests did not end in time');
      process.exit(1);
    }, closingSeconds * 1000).unref();
    await app.close();
    metrics.close();
    metrics.closeAllConnections();
    clearTimeout(tooLong);
    app.log.info('stopped');
  }
}

if (import.meta.main) {
  try {
    await start(readConfig(process.env));
  } catch (error) {
    console.error(`finance: ${describeError(error as Error).message || 'it does not start'}`);
    process.exit(1);
  }
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { describeError } from './plugins/logging.ts';
import { metricsServer } from './plugins/metrics.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  /** How long it still serves after it was told to stop. */
  readonly drainSeconds: number;
}

/** Longer than any request may take the database, shorter than the cluster's patience. */
const closingSeconds = 15;

/** Starts a process that serves; one that cannot start tells why in a line, and ends with 1. */
export async function startOrSayWhy(
  build: () => Promise<readonly [FastifyInstance, Listening]>,
): Promise<void> {
  try {
    await serve(...(await build()));
  } catch (error) {
    console.error(`finance: ${describeError(error as Error).message || 'it does not start'}`);
    process.exit(1);
  }
}

/** Serves an app and its metrics until the process is told to stop, and then until everybody has been answered. */
async function serve(app: FastifyInstance, { host, port, metricsPort, drainSeconds }: Listening) {
  const metrics = metricsServer(app.metrics);

  process.on('uncaughtException', (error) => {
    app.log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });

  metrics.listen(metricsPort, host);
  await Promise.all([once(metrics, 'listening'), app.listen({ host, port })]);
  for (const server of [metrics, app.server]) {
    // What a server says of a connection that it could not take is about that connection.
    server.on('error', (error) => app.log.error({ err: error }, 'a connection failed'));
  }
  app.log.info(
    {
      port: portOf(app.server),
      metricsPort: portOf(metrics),
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
    app.log.info({ signal, drainSeconds }, 'draining');
    await wait(drainSeconds * 1000);
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

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

import { once } from 'node:events';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { describeError } from './plugins/logging.ts';
import { metricsServer } from './plugins/metrics.ts';
import { type CertificateFiles, encryptedListener } from './tls-listener.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Port of a separate metrics server. @default none - the app serves its metrics itself */
  readonly metricsPort?: number;
  /** Port for TLS as well, and the files for it. @default none - clear text alone */
  readonly encrypted?: Encrypted;
  /** Seconds for which it keeps serving after a stop signal. @default 0 - no load balancer has to notice */
  readonly drainSeconds?: number;
  /**
   * Seconds in which open requests and jobs must finish.
   * @default 15 - longer than any request may use the database, shorter than the pod's grace period
   */
  readonly closingSeconds?: number;
}

type Encrypted = CertificateFiles & { readonly port: number };

/** Starts a server process; when that fails, logs the reason in one line and exits with 1. */
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

/** Serves an app and its metrics until a stop signal, then drains. */
async function serve(app: FastifyInstance, listening: Listening) {
  const { host, port, metricsPort, encrypted, drainSeconds = 0, closingSeconds = 15 } = listening;
  const metrics = metricsPort === undefined ? undefined : metricsServer(app.metrics);

  process.on('uncaughtException', (error) => {
    app.log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });

  metrics?.listen(metricsPort, host);
  await Promise.all([metrics && once(metrics, 'listening'), app.listen({ host, port })]);
  const tls = encrypted && (await listenEncrypted(app, host, encrypted));
  for (const server of [app.server, ...(metrics ? [metrics] : []), ...(tls ? [tls] : [])]) {
    // Server errors after listening concern a single connection.
    server.on('error', (error) => app.log.error({ err: error }, 'a connection failed'));
  }
  app.log.info(
    {
      port: portOf(app.server),
      ...(metrics && { metricsPort: portOf(metrics) }),
      ...(tls && { tlsPort: portOf(tls) }),
      milliseconds: Math.round(performance.now()), // since process start
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

  /** Fails readiness first, so that no new clients are routed here; serves late requests while draining; then closes. */
  async function stop(signal: string): Promise<void> {
    app.draining = true;
    app.log.info({ signal, drainSeconds }, 'draining');
    await wait(drainSeconds * 1000);
    const tooLong = setTimeout(() => {
      app.log.error({ closingSeconds }, 'what it was at did not end in time');
      process.exit(1);
    }, closingSeconds * 1000).unref();
    tls?.close();
    await app.close();
    metrics?.close();
    metrics?.closeAllConnections();
    clearTimeout(tooLong);
    app.log.info('stopped');
  }
}

async function listenEncrypted(app: FastifyInstance, host: string, encrypted: Encrypted): Promise<NetServer> {
  const { listener, certificate } = await encryptedListener(app.server, encrypted);
  const [, name = 'app'] = /^CN=(.+)$/m.exec(certificate.subject) ?? [];
  app.noteCertificate(name, certificate);
  await once(listener.listen(encrypted.port, host), 'listening');
  return listener;
}

function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { answerClientError, answerExpectation, answerUnreadable } from '../plugins/bare-answers.ts';
import { clientAddressPlugin } from '../plugins/client-address.ts';
import { drainingPlugin } from '../plugins/draining.ts';
import { loggerOptions, RequestLog, standardOutput } from '../plugins/logging.ts';
import { metricsPlugin } from '../plugins/metrics.ts';
import { readablePlugin } from '../plugins/readable.ts';
import { securityHeadersPlugin } from '../plugins/security-headers.ts';
import { staticFilesPlugin } from '../plugins/static-files.ts';
import { trustedProxies } from '../plugins/trusted-proxies.ts';
import type { FrontendConfig } from './config.ts';
import { answerFailure } from './failure.ts';
import { type HandOnOptions, handOnPlugin } from './hand-on.ts';

/**
 * The tier before the app: static files, pages for an app that is away, and everything else as the app answers it. It knows
 * no session and no secret; what the app says about security stands in place of what is said here.
 */
export async function buildFrontend(config: FrontendConfig & Pick<HandOnOptions, 'patience'>) {
  const app = fastify({
    logger: { ...loggerOptions(config.logLevel), stream: standardOutput() },
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(config.trustedProxies),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // draining.ts does, with our headers
    http: { requireHostHeader: false }, // readable.ts does
    requestTimeout: 120_000,
    frameworkErrors: answerUnreadable(config.https),
    clientErrorHandler: answerClientError(config.https),
  });
  app.server.on('checkExpectation', answerExpectation(config.https));
  await app.register(clientAddressPlugin);
  await app.register(drainingPlugin, config);
  await app.register(metricsPlugin);
  await app.register(securityHeadersPlugin, config);
  app.setErrorHandler(answerFailure);
  await app.register(readablePlugin);

  app.get('/frontend/health', () => ({ status: 'ok' }));
  // Not whether the app is there: a frontend that is taken out of service could not even say that it is not.
  app.get('/frontend/ready', (_request, reply) => {
    reply.code(app.draining ? 503 : 200);
    return { status: app.draining ? 'draining' : 'ready' };
  });
  await app.register(staticFilesPlugin);
  await app.register(handOnPlugin, config);
  return app;
}

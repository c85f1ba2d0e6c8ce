import fastify from 'fastify';
import { answerExpectation } from '../plugins/answer-unreadable-requests-in-plain-text.ts';
import { languagePlugin } from '../plugins/configured-language.ts';
import { drainingPlugin } from '../plugins/draining.ts';
import { clientAddressPlugin } from '../plugins/keep-client-address-after-reset.ts';
import { metricsPlugin } from '../plugins/metrics.ts';
import { refuseAmbiguousRequestsPlugin } from '../plugins/refuse-invalid-host-or-nul.ts';
import { securityHeadersPlugin } from '../plugins/security-headers.ts';
import { publicServerOptions } from '../plugins/server-options.ts';
import { staticFilesPlugin } from '../plugins/static-files.ts';
import { answerFailure } from './failure-answers.ts';
import { type ProxyOptions, proxyPlugin } from './proxy.ts';
import type { FrontendConfig } from './read-proxy-config-from-environment.ts';

/**
 * Builds the tier in front of the app: serves static files and error pages for an app that is down, and proxies
 * everything else. It knows no session and no secret; the app's security headers override its own.
 */
export async function buildFrontend(config: FrontendConfig & Pick<ProxyOptions, 'patience'>) {
  const app = fastify(publicServerOptions(config));
  app.server.on('checkExpectation', answerExpectation(config));
  await app.register(clientAddressPlugin);
  await app.register(languagePlugin, config);
  await app.register(drainingPlugin, config);
  await app.register(metricsPlugin, config);
  await app.register(securityHeadersPlugin, config);
  app.setErrorHandler(answerFailure);
  await app.register(refuseAmbiguousRequestsPlugin);

  app.get('/frontend/health', () => ({ status: 'ok' }));
  // Ready even when the app is down: a frontend taken out of service could not show the error page.
  app.get('/frontend/ready', (_request, reply) => {
    reply.code(app.draining ? 503 : 200);
    return { status: app.draining ? 'draining' : 'ready' };
  });
  await app.register(staticFilesPlugin);
  await app.register(proxyPlugin, config);
  return app;
}

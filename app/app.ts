import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import type { Config } from './config.ts';
import { health } from './features/health/routes.ts';
import { signInRoutes, signOutRoutes } from './features/sign-in/routes.ts';
import { visitors } from './features/visitors/routes.ts';
import { welcome } from './features/welcome/routes.ts';
import { accessPlugin, chooseBook, requireBook, requirePerson } from './plugins/access.ts';
import { bookCachePlugin } from './plugins/book-cache.ts';
import { drainingPlugin } from './plugins/draining.ts';
import { answerNotFound, answerUnreadable, errorsPlugin } from './plugins/errors.ts';
import { forgeryPlugin } from './plugins/forgery.ts';
import { loggerOptions, RequestLog } from './plugins/logging.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { pagePlugin } from './plugins/page.ts';
import { postgresPlugin } from './plugins/postgres.ts';
import { rateLimitPlugin } from './plugins/rate-limit.ts';
import { redisPlugin } from './plugins/redis.ts';
import { securityHeadersPlugin } from './plugins/security-headers.ts';
import { sessionPlugin } from './plugins/session.ts';
import { staticFilesPlugin } from './plugins/static-files.ts';

/** The whole application: what everything stands on, then who may reach what. */
export async function buildApp(config: Config) {
  const app = fastify({
    logger: loggerOptions(config.logLevel),
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    trustProxy: ['loopback', 'linklocal', 'uniquelocal', '100.64.0.0/10'], // an Ingress has a private address
    forceCloseConnections: 'idle',
    requestTimeout: 120_000, // long enough for a photo on a slow line
    frameworkErrors: answerUnreadable,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeAllContentTypeParsers();

  // What everything stands on.
  await app.register(drainingPlugin);
  await app.register(metricsPlugin);
  await app.register(postgresPlugin, config.database);
  await app.register(redisPlugin, { redis: config.redis });
  await app.register(bookCachePlugin);
  await app.register(rateLimitPlugin);
  await app.register(securityHeadersPlugin, config);
  await app.register(pagePlugin);
  await app.register(errorsPlugin);

  // Without a session: probes, the counter, style sheets.
  await app.register(health);
  await app.register(visitors);
  await app.register(staticFilesPlugin);

  await app.register(site, config);
  return app;
}

/** Everything that knows who asks. */
const site: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  await app.register(formbody);
  await app.register(sessionPlugin, config);
  await app.register(accessPlugin);
  await app.register(forgeryPlugin, config);
  answerNotFound(app);

  await app.register(welcome);
  await app.register(signInRoutes);
  await app.register(signedIn);
};

/** For those who are signed in. */
const signedIn: FastifyPluginAsyncTypebox = async (app) => {
  app.addHook('onRequest', requirePerson);

  await app.register(signOutRoutes);
  await app.register(book, { prefix: '/books/:bookId' });
  await app.register(api, { prefix: '/api/data' });
};

/** For the members of the book in the address; viewers only look. */
const book: FastifyPluginAsyncTypebox = async (app) => {
  app.addHook('onRequest', requireBook);
};

/** JSON for programs, about the book that `?book=` names, or else the person's oldest. */
const api: FastifyPluginAsyncTypebox = async (app) => {
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.addHook('onRequest', chooseBook);
  app.addHook('onRequest', requireBook);
};

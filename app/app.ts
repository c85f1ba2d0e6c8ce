import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type RouteOptions } from 'fastify';
import type { Config } from './config.ts';
import { accounts } from './features/accounts/routes.ts';
import { activity } from './features/activity/routes.ts';
import { showAct } from './features/activity/show-act.ts';
import { bookInvitations } from './features/books/invitation-routes.ts';
import { bookMembers } from './features/books/member-routes.ts';
import { books } from './features/books/routes.ts';
import { bookSettings } from './features/books/settings-routes.ts';
import { categories } from './features/categories/routes.ts';
import { dashboard } from './features/dashboard/routes.ts';
import { dataApi } from './features/data-api/routes.ts';
import { health } from './features/health/routes.ts';
import { acceptance, invitation } from './features/invitation/routes.ts';
import { settings } from './features/settings/routes.ts';
import { resetRoutes } from './features/sign-in/reset-routes.ts';
import { signInRoutes, signOutRoutes } from './features/sign-in/routes.ts';
import { safetyRoutes } from './features/sign-in/safety-routes.ts';
import { signUpRoutes } from './features/sign-in/sign-up-routes.ts';
import { transactions } from './features/transactions/routes.ts';
import { visitors } from './features/visitors/routes.ts';
import { welcome } from './features/welcome/routes.ts';
import { accessPlugin, chooseBook, requireBook, requirePerson } from './plugins/access.ts';
import { answerClientError, answerExpectation, answerUnreadable } from './plugins/bare-answers.ts';
import { bookCachePlugin } from './plugins/book-cache.ts';
import { clientAddressPlugin } from './plugins/client-address.ts';
import { compressionPlugin } from './plugins/compression.ts';
import { countsPlugin } from './plugins/counts.ts';
import { devicePlugin } from './plugins/device.ts';
import { drainingPlugin } from './plugins/draining.ts';
import { answerNotFound, errorsPlugin } from './plugins/errors.ts';
import { forgeryPlugin } from './plugins/forgery.ts';
import { forgetPagesPlugin } from './plugins/forget-pages.ts';
import { keptFormsPlugin } from './plugins/kept-forms.ts';
import { lateSchemas } from './plugins/late-schemas.ts';
import { loggerOptions, RequestLog, standardOutput } from './plugins/logging.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { pagePlugin } from './plugins/page.ts';
import { postgresPlugin } from './plugins/postgres.ts';
import { rateLimitPlugin } from './plugins/rate-limit.ts';
import { readablePlugin } from './plugins/readable.ts';
import { redisPlugin } from './plugins/redis.ts';
import { securityHeadersPlugin } from './plugins/security-headers.ts';
import { sessionPlugin } from './plugins/session.ts';
import { staticFilesPlugin } from './plugins/static-files.ts';
import { strictJson } from './plugins/strict-json.ts';
import { tracingPlugin } from './plugins/tracing.ts';
import { trustedProxies } from './plugins/trusted-proxies.ts';

/**
 * The whole application: what everything stands on, then who may reach what.
 *
 * @param onRoute told of every route, so that a test can ask each who may use it
 */
export async function buildApp(config: Config, onRoute: (route: RouteOptions) => void = () => {}) {
  const schemas = lateSchemas();
  const app = fastify({
    logger: { ...loggerOptions(config.logLevel), stream: standardOutput() },
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(config.trustedProxies),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // draining.ts does, with our headers
    http: { requireHostHeader: false }, // readable.ts does
    schemaController: schemas.schemaController,
    ajv: { customOptions: { validateSchema: false } }, // TypeBox makes no wrong ones
    requestTimeout: 120_000, // long enough for a photo on a slow line
    frameworkErrors: answerUnreadable(config.https),
    clientErrorHandler: answerClientError(config.https),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.on('checkExpectation', answerExpectation(config.https));
  app.removeAllContentTypeParsers();
  app.addHook('onRoute', onRoute);

  // What everything stands on.
  await app.register(clientAddressPlugin);
  await app.register(drainingPlugin, config);
  await app.register(metricsPlugin);
  await app.register(tracingPlugin, config);
  await app.register(postgresPlugin, config.database);
  await app.register(redisPlugin, { redis: config.redis });
  await app.register(bookCachePlugin);
  await app.register(countsPlugin);
  await app.register(rateLimitPlugin);
  await app.register(securityHeadersPlugin, config);
  await app.register(compressionPlugin);
  await app.register(pagePlugin, config);
  await app.register(errorsPlugin);
  await app.register(readablePlugin);

  // Without a session: probes, the counter, style sheets.
  await app.register(health, config);
  await app.register(visitors);
  await app.register(staticFilesPlugin);
  await app.register(forgetPagesPlugin);

  await app.register(site, config);
  app.addHook('onListen', schemas.makeAll);
  return app;
}

/** Everything that knows who asks. */
const site: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  await app.register(formbody);
  await app.register(sessionPlugin, config);
  await app.register(devicePlugin, config);
  await app.register(accessPlugin);
  await app.register(forgeryPlugin, config);
  await app.register(keptFormsPlugin, config);
  answerNotFound(app);

  await app.register(welcome, config);
  await app.register(signInRoutes, config);
  await app.register(signUpRoutes, config);
  await app.register(resetRoutes);
  await app.register(invitation, config);
  await app.register(signedIn, config);
};

/** For those who are signed in. */
const signedIn: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  app.addHook('onRequest', requirePerson);

  await app.register(signOutRoutes);
  await app.register(safetyRoutes);
  await app.register(acceptance);
  await app.register(settings);
  await app.register(books, { prefix: '/books' });
  await app.register(book, { ...config, prefix: '/books/:bookId' });
  await app.register(api, { prefix: '/api/data' });
};

/** For the members of the book in the address; viewers only look. */
const book: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  app.addHook('onRequest', requireBook);
  app.addHook('preValidation', showAct);

  await app.register(dashboard);
  await app.register(transactions, { prefix: '/transactions' });
  await app.register(accounts, { prefix: '/accounts' });
  await app.register(categories, { prefix: '/categories' });
  await app.register(activity, { prefix: '/activity' });
  await app.register(bookSettings, { prefix: '/settings' });
  await app.register(bookMembers, { prefix: '/settings/members' });
  await app.register(bookInvitations, { ...config, prefix: '/settings/invitations' });
};

/** JSON for programs, about the book that `?book=` names, or else the person's home. */
const api: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers(); // no forms
  app.addContentTypeParser('application/json', { parseAs: 'string' }, strictJson(app));
  app.addHook('onRequest', chooseBook);
  app.addHook('onRequest', requireBook);

  await app.register(dataApi);
};

import formbody from '@fastify/formbody';
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type RouteOptions } from 'fastify';
import type { Config } from './config.ts';
import { accounts } from './features/accounts/routes.ts';
import { activity } from './features/activity/list-and-undo-routes.ts';
import { showAct } from './features/activity/load-act-for-notice.ts';
import { books } from './features/books/list-add-choose-home-and-leave-book-routes.ts';
import { bookInvitations } from './features/books/make-and-withdraw-invitation-routes.ts';
import { bookMembers } from './features/books/member-routes.ts';
import { bookSettings } from './features/books/settings-routes.ts';
import { categories } from './features/categories/routes.ts';
import { dashboard } from './features/dashboard/routes.ts';
import { health } from './features/health/routes.ts';
import { importsApi } from './features/imports/api-routes.ts';
import { imports } from './features/imports/routes.ts';
import { acceptance, invitation } from './features/invitation/routes.ts';
import { keyboard } from './features/keyboard-help/routes.ts';
import { payees } from './features/payees/routes.ts';
import { rules } from './features/rules/routes.ts';
import { sampleBooks, sampleData } from './features/sample/routes.ts';
import { settings } from './features/settings/routes.ts';
import { sessionsAndPasswordRoutes } from './features/sign-in/own-sessions-and-password-routes.ts';
import { resetRoutes } from './features/sign-in/reset-routes.ts';
import { signInRoutes, signOutRoutes } from './features/sign-in/sign-in-and-out-routes.ts';
import { signUpRoutes } from './features/sign-in/sign-up-routes.ts';
import { tags } from './features/tags/routes.ts';
import { tokens } from './features/tokens/routes.ts';
import { receiptsApi } from './features/transactions/receipts/api-routes.ts';
import { receipts } from './features/transactions/receipts/routes.ts';
import { transactions } from './features/transactions/routes.ts';
import { schedules } from './features/transactions/schedules/routes.ts';
import { dataApi } from './features/transactions-api/routes.ts';
import { unsorted } from './features/unsorted/routes.ts';
import { visitCounter } from './features/visit-counter/routes.ts';
import { welcome } from './features/welcome/landing-page-or-home-book-routes.ts';
import { answerExpectation } from './plugins/answer-unreadable-requests-in-plain-text.ts';
import { bankFileReaderPlugin } from './plugins/bank-file-reader.ts';
import { bookCachePlugin } from './plugins/book-cache.ts';
import { clearSiteDataPlugin } from './plugins/clear-site-data-image.ts';
import { compressionPlugin } from './plugins/compression.ts';
import { languagePlugin } from './plugins/configured-language.ts';
import { csrfProtectionPlugin } from './plugins/csrf-protection.ts';
import { drainingPlugin } from './plugins/draining.ts';
import { answerNotFound, errorPagesPlugin } from './plugins/error-pages.ts';
import { clientAddressPlugin } from './plugins/keep-client-address-after-reset.ts';
import { devicePlugin } from './plugins/known-device.ts';
import { LARGEST_FORM } from './plugins/largest-form-bytes.ts';
import { lazySchemaCompilers } from './plugins/lazy-schema-compilers.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { pagePlugin } from './plugins/page-renderer.ts';
import { strictJson } from './plugins/parse-strict-json-of-strings.ts';
import {
  authorizationPlugin,
  chooseBook,
  requireBook,
  requirePerson,
} from './plugins/person-and-book-authorization.ts';
import { postgresPlugin } from './plugins/postgres-transactions.ts';
import { preservedFormsPlugin } from './plugins/preserve-refused-forms.ts';
import { rateLimitPlugin } from './plugins/rate-limit.ts';
import { rateLimitCountersPlugin } from './plugins/rate-limit-counters.ts';
import { receiptsPlugin } from './plugins/receipt-store-and-converter.ts';
import { redisPlugin } from './plugins/redis.ts';
import { refuseAmbiguousRequestsPlugin } from './plugins/refuse-invalid-host-or-nul.ts';
import { securityHeadersPlugin } from './plugins/security-headers.ts';
import { publicServerOptions } from './plugins/server-options.ts';
import { sessionPlugin } from './plugins/session.ts';
import { staticFilesPlugin } from './plugins/static-files.ts';
import { tracingPlugin } from './plugins/tracing.ts';

/**
 * Builds the whole application: shared plugins first, then the routes by who may reach them.
 *
 * @param onRoute called for every route, so that a test can check who may use each of them
 */
export async function buildApp(config: Config, onRoute: (route: RouteOptions) => void = () => {}) {
  const schemas = lazySchemaCompilers();
  const app = fastify({
    ...publicServerOptions(config),
    schemaController: schemas.schemaController,
    ajv: { customOptions: { validateSchema: false } }, // schemas made by TypeBox are always valid
    bodyLimit: LARGEST_FORM,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.on('checkExpectation', answerExpectation(config));
  app.removeAllContentTypeParsers();
  app.addHook('onRoute', onRoute);

  // Plugins that everything depends on.
  await app.register(clientAddressPlugin);
  await app.register(languagePlugin, config);
  await app.register(drainingPlugin, config);
  await app.register(metricsPlugin, config);
  await app.register(tracingPlugin, config);
  await app.register(postgresPlugin, config.database);
  await app.register(redisPlugin, { redis: config.redis });
  await app.register(bookCachePlugin);
  await app.register(bankFileReaderPlugin);
  await app.register(receiptsPlugin, config);
  await app.register(rateLimitCountersPlugin);
  await app.register(rateLimitPlugin);
  await app.register(securityHeadersPlugin, config);
  await app.register(compressionPlugin);
  await app.register(pagePlugin, config);
  await app.register(errorPagesPlugin);
  await app.register(refuseAmbiguousRequestsPlugin);

  // Routes that need no session: probes, the visitor counter, static files.
  await app.register(health, config);
  await app.register(visitCounter);
  await app.register(staticFilesPlugin);
  await app.register(clearSiteDataPlugin);

  // For programs that hold a personal token; no session counts there.
  await app.register(importsApi, { ...config, prefix: '/api/v1/imports' });
  await app.register(receiptsApi, { prefix: '/api/v1' });

  await app.register(site, config);
  app.addHook('onListen', schemas.makeAll);
  return app;
}

/** Routes that need a session, signed in or not. */
const site: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  await app.register(formbody);
  await app.register(sessionPlugin, config);
  await app.register(devicePlugin, config);
  await app.register(authorizationPlugin);
  await app.register(csrfProtectionPlugin, config);
  await app.register(preservedFormsPlugin, config);
  answerNotFound(app);

  await app.register(welcome, config);
  await app.register(signInRoutes, config);
  await app.register(signUpRoutes, config);
  await app.register(resetRoutes);
  await app.register(invitation, config);
  await app.register(signedIn, config);
};

/** Routes for signed-in people. */
const signedIn: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  app.addHook('onRequest', requirePerson);

  await app.register(signOutRoutes);
  await app.register(sessionsAndPasswordRoutes);
  await app.register(acceptance);
  await app.register(settings);
  await app.register(tokens, { ...config, prefix: '/settings/tokens' });
  await app.register(books, { prefix: '/books' });
  await app.register(sampleBooks, { prefix: '/books/sample' });
  await app.register(book, { ...config, prefix: '/books/:bookId' });
  await app.register(api, { prefix: '/api/data' });
};

/** Routes for the members of the book in the URL; viewers have read access only. */
const book: FastifyPluginAsyncTypebox<Config> = async (app, config) => {
  app.addHook('onRequest', requireBook);
  app.addHook('preValidation', showAct);

  await app.register(dashboard);
  await app.register(transactions, { prefix: '/transactions' });
  await app.register(accounts, { prefix: '/accounts' });
  await app.register(categories, { prefix: '/categories' });
  await app.register(unsorted, { prefix: '/unsorted' });
  await app.register(payees, { prefix: '/payees' });
  await app.register(rules, { prefix: '/rules' });
  await app.register(schedules, { prefix: '/schedules' });
  await app.register(receipts, { prefix: '/receipts' });
  await app.register(imports, { ...config, prefix: '/imports' });
  await app.register(tags, { prefix: '/tags' });
  await app.register(sampleData, { prefix: '/sample' });
  await app.register(activity, { prefix: '/activity' });
  await app.register(keyboard, { prefix: '/keyboard' });
  await app.register(bookSettings, { prefix: '/settings' });
  await app.register(bookMembers, { prefix: '/settings/members' });
  await app.register(bookInvitations, { ...config, prefix: '/settings/invitations' });
};

/** JSON API on one book: the book that `?book=` names, or else the person's home book. */
const api: FastifyPluginAsyncTypebox = async (app) => {
  app.removeAllContentTypeParsers(); // no forms here
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 2 ** 20 }, strictJson(app));
  app.addHook('onRequest', chooseBook);
  app.addHook('onRequest', requireBook);

  await app.register(dataApi);
};

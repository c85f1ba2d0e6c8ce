import plugin from 'fastify-plugin';

/** URL below /static, where no session is looked up. */
export const FORGET_PAGES = '/static/forget-pages';

/**
 * Serves an invisible image that makes a browser drop the pages in its back/forward cache (Clear Site Data, 4.1).
 * Belongs in a page shown after a session: as a header of that page itself, it would take effect before the session's
 * page enters the cache.
 */
export const clearSiteDataPlugin = plugin(
  async (app) => {
    app.get(FORGET_PAGES, async (_request, reply) =>
      reply.header('clear-site-data', '"cache"').code(204).send(),
    );
  },
  { name: 'forget-pages', dependencies: ['security-headers'] },
);

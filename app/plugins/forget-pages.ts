import plugin from 'fastify-plugin';

/** Below /static, where nobody is asked who they are. */
export const FORGET_PAGES = '/static/forget-pages';

/**
 * An image, of which nothing is seen, that has a browser forget the pages it keeps to go back to (Clear Site Data, 4.1). It
 * belongs into a page that is shown after a session: told with that page itself, it would come before the page of the
 * session is put away.
 */
export const forgetPagesPlugin = plugin(
  async (app) => {
    app.get(FORGET_PAGES, async (_request, reply) =>
      reply.header('clear-site-data', '"cache"').code(204).send(),
    );
  },
  { name: 'forget-pages', dependencies: ['security-headers'] },
);

import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the first SIGTERM on: not ready any more, but still answering. */
    draining: boolean;
  }
}

/** While draining, each answer ends its connection, so that keep-alive clients go to another pod. */
export const drainingPlugin = plugin(
  async (app) => {
    app.decorate('draining', false);
    app.addHook('onSend', async (_request, reply) => {
      if (app.draining) reply.header('connection', 'close');
    });
  },
  { name: 'draining' },
);

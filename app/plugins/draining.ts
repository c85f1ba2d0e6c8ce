import plugin from 'fastify-plugin';
import { sendBare } from './bare-answers.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the first SIGTERM on: not ready any more, but still answering. */
    draining: boolean;
  }
}

/**
 * While draining, each answer ends its connection, so that keep-alive clients go to another pod. Whoever comes later still,
 * on a connection that was open when the server closed, is told to: what they would need may be closed already.
 */
export const drainingPlugin = plugin<{ https: boolean }>(
  async (app, { https }) => {
    app.decorate('draining', false);
    let closing = false;
    app.addHook('preClose', async () => {
      closing = true;
    });
    app.addHook('onRequest', async (request, reply) => {
      if (!closing) return;
      const text = 'This server is about to stop, and did nothing with what you sent. Send it again.';
      reply.headers({ connection: 'close', 'retry-after': '1' });
      return sendBare(request, reply, https, 503, text);
    });
    app.addHook('onSend', async (_request, reply) => {
      if (app.draining) reply.header('connection', 'close');
    });
  },
  { name: 'draining' },
);

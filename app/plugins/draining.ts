import plugin from 'fastify-plugin';
import { say } from '../words/say.ts';
import { sendBare } from './answer-unreadable-requests-in-plain-text.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the first SIGTERM on: fails readiness, but still serves. */
    draining: boolean;
  }
}

/**
 * Closes the connection with each response while draining, so that keep-alive clients move to another pod. Requests
 * that arrive on open connections after the server has closed get a 503: what they need may be closed already.
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
      reply.headers({ connection: 'close', 'retry-after': '1' });
      return sendBare(request, reply, https, 503, say('errors.stopping'));
    });
    app.addHook('onSend', async (_request, reply) => {
      if (app.draining) reply.header('connection', 'close');
    });
  },
  { name: 'draining' },
);

import type { Socket } from 'node:net';
import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Socket of the request; the request itself drops the reference once its body has been read. */
    clientSocket: Socket | null;
  }
}

/**
 * Pins the client's address for the duration of a request: after a reset, its connection no longer has an address, and
 * the client would escape the rate limits. Undefined when the connection is gone from the start.
 */
export const clientAddressPlugin = plugin(
  async (app) => {
    app.decorateRequest('clientSocket', null);
    app.addHook('onRequest', async (request) => {
      request.clientSocket = request.raw.socket;
      Object.defineProperty(request, 'ip', { value: request.ip });
    });
  },
  { name: 'client-address' },
);

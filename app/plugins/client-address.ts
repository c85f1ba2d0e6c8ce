import type { Socket } from 'node:net';
import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /** The connection that the request came by; the request itself lets go of it when its body has flowed through. */
    clientSocket: Socket | null;
  }
}

/**
 * Keeps where a request comes from, for as long as it takes: later its connection may be gone, which cannot be asked any
 * more, and whoever resets it would have no address to be limited by. Undefined where it is gone from the beginning.
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

import helmet from '@fastify/helmet';
import plugin from 'fastify-plugin';

/** Headers that tell browsers to trust nothing but this site, and to keep nothing of a page. */
export const securityHeadersPlugin = plugin<{ https: boolean }>(
  async (app, { https }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"], // files alone: nothing that stands in a page
          connectSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      hsts: https && { maxAge: 365 * 24 * 3600, includeSubDomains: true },
      // A query may hold a one-use link, and a proxy may log where a request came from. `no-referrer` would turn the Origin
      // of our own forms into "null".
      referrerPolicy: { policy: 'strict-origin' },
      xFrameOptions: { action: 'deny' },
    });
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
      reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    });
    app.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
  },
  { name: 'security-headers' },
);

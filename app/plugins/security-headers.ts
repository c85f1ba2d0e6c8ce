import helmet from '@fastify/helmet';
import plugin from 'fastify-plugin';

/** Sets headers that restrict pages to resources of this site, and forbid caching them. */
export const securityHeadersPlugin = plugin<{ https: boolean }>(
  async (app, { https }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"], // files only, no inline scripts
          connectSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      hsts: https && { maxAge: 365 * 24 * 3600, includeSubDomains: true },
      // A query may contain a one-use link, and a proxy may log the referrer. `no-referrer` would set the Origin of our
      // own forms to "null".
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

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { statusOf } from '../../plugins/error-pages.ts';
import { deviceHash } from '../../plugins/known-device.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { RateLimitError } from '../../plugins/rate-limit-error.ts';

const ofNetwork = { ...limits.signIn, allowList: [] };

/** Same limit as for a network, but counted per device, so that nobody else can use it up. */
export const ofKnownDevice = {
  ...ofNetwork,
  keyGenerator: (request: FastifyRequest) => `sign-in:device:${deviceHash(request)?.toString('base64url')}`,
};

/**
 * Limits sign-ins of browsers with a device cookie. Anybody can make one up, so the check runs once the database has said
 * whether the person has signed in there before; any other device is counted with its network, as without a cookie.
 */
export function deviceRateLimit(app: FastifyInstance) {
  const countNetwork = app.createRateLimit(ofNetwork);
  const countDevice = app.createRateLimit(ofKnownDevice);
  const isCounted = new WeakSet<FastifyRequest>();
  /** @throws RateLimitError */
  async function holdDevice(request: FastifyRequest, reply: FastifyReply, isKnown: boolean): Promise<void> {
    if (request.deviceToken === null || isCounted.has(request)) return; // the former is counted by its route
    isCounted.add(request);
    const counted = await (isKnown ? countDevice : countNetwork)(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header('retry-after', counted.ttlInSeconds);
    throw new RateLimitError(isKnown ? 'device' : 'network', counted.ttl);
  }
  /** Error handler of the route: counts what was refused before the database was asked, such as a made-up form token. */
  async function holdRefused(
    error: FastifyError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<never> {
    if (statusOf(error) < 500) await holdDevice(request, reply, false);
    throw error;
  }
  return { holdDevice, holdRefused };
}

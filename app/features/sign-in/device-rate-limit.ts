import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
  /** @throws LimitError */
  return async function holdDevice(
    request: FastifyRequest,
    reply: FastifyReply,
    isKnown: boolean,
  ): Promise<void> {
    if (request.deviceToken === null) return; // counted by its route
    const counted = await (isKnown ? countDevice : countNetwork)(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header('retry-after', counted.ttlInSeconds);
    throw new RateLimitError(isKnown ? 'device' : 'network', counted.ttl);
  };
}

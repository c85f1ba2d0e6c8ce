import type { FastifyRequest } from 'fastify';
import { say } from '../words/say.ts';
import { ProblemError } from './api-problem-error.ts';

/** Key of a request that counts once however often it is sent. @throws ProblemError when it is none */
export function idempotencyKey({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,100}$/.test(key)) return key;
  throw new ProblemError(400, say('dataApi.sendKey'), 'Idempotency-Key');
}

import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { answerClientError, answerUnreadable } from './answer-unreadable-requests-in-plain-text.ts';
import { loggerOptions, RequestLog, standardOutput } from './logging.ts';
import { trustedProxies } from './trust-nearest-private-proxies.ts';

/** Fastify's options of every process that listens. */
export function serverOptions({ logLevel }: Pick<Config, 'logLevel'>) {
  return {
    logger: { ...loggerOptions(logLevel), stream: standardOutput() },
    logController: new RequestLog(),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // draining.ts answers these, with our headers
    pluginTimeout: 0, // else closing fails after ten seconds; serve-until-stop-signal.ts bounds it
  } as const;
}

/** Fastify's options of a process that people's browsers reach, directly or through proxies. */
export function publicServerOptions(
  config: Pick<Config, 'logLevel' | 'trustedProxies'> & Parameters<typeof answerUnreadable>[0],
) {
  return {
    ...serverOptions(config),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(config.trustedProxies),
    http: { requireHostHeader: false }, // refuse-invalid-host-or-nul.ts checks it
    requestTimeout: 120_000, // long enough for a photo on a slow line
    frameworkErrors: answerUnreadable(config),
    clientErrorHandler: answerClientError(config),
  };
}

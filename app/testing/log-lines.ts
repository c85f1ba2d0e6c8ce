import type { FastifyInstance } from 'fastify';
import { symbols } from 'pino';

/** Collects the lines that an app logs from now on. */
export function logLines({ log }: FastifyInstance): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => lines.push(JSON.parse(line)) };
  Object.assign(log, { [symbols.streamSym]: stream });
  return lines;
}

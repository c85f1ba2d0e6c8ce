import type { FastifyReply } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks a route that sends a file of somebody's, and no page. @default false */
    isFile?: boolean;
  }
}

/** Configuration of a route that sends a file. */
export const sendsFile = { isFile: true };

/** How a file of somebody's is sent. */
export interface SentFile {
  readonly type: string;
  /** Name under which it is saved. */
  readonly name: string;
  /** Whether it may be shown in place; a PDF never is, since browsers show none within a sandbox. */
  readonly inline: boolean;
  /** Changes when the contents do. */
  readonly tag: string;
}

/**
 * Sets the headers of a file that somebody uploaded: whatever is in it, a browser runs nothing of it, takes it for nothing
 * else, and lets no other site have it.
 */
export function asFile(reply: FastifyReply, { type, name, inline, tag }: SentFile): FastifyReply {
  const shown = inline && type !== 'application/pdf' ? 'inline' : 'attachment';
  return reply
    .type(type)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('content-disposition', `${shown}; filename*=UTF-8''${encoded(name)}`)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'Cookie')
    .header('etag', `"${tag}"`);
}

/** A name as `ext-value` (RFC 8187). */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

import { createHash } from 'node:crypto';

/** Name of a file in the store: SHA-256 of its bytes, in hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

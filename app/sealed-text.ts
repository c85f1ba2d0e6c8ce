import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts texts and decrypts them again. */
export interface Seal {
  /** Encrypts to letters, digits, "-" and "_", a third longer than the text. */
  seal(text: string): string;
  /** Decrypts; undefined for anything not sealed here for this purpose. */
  open(sealed: string): string | undefined;
}

const NONCE = 12;
const TAG = 16;

/** Length in characters of a sealed text of `bytes` bytes. */
export function sealedLength(bytes: number): number {
  return Math.ceil(((NONCE + bytes + TAG) * 4) / 3);
}

/**
 * Creates a seal for texts that browsers hold for this site but can neither read nor change (AES-256-GCM).
 *
 * @param secrets the first seals, all open, so that they can be rotated while sealed texts are in use
 * @param purpose separates the uses: a text sealed for one purpose opens for no other; keys are derived from it (HKDF,
 *   RFC 5869)
 */
export function sealOf(secrets: readonly string[], purpose: string): Seal {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  const [first] = keys;
  if (!first) throw new Error('A seal needs a secret');
  return {
    seal(text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', first, nonce, { authTagLength: TAG });
      const inside = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, ...inside, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE + TAG) return undefined;
      return keys.map((key) => opened(bytes, key)).find((text) => text !== undefined);
    },
  };
}

function opened(bytes: Buffer, key: Buffer): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    const inside = [decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()];
    return Buffer.concat(inside).toString('utf8');
  } catch {
    return undefined; // sealed with another key, or altered
  }
}

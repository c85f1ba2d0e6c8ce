import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateRequest } from './certificate-request.ts';

const SECRET = 'a secret that nobody guesses';
const OPENSSL = spawnSync('openssl', ['version']).status === 0;

describe('a certificate request', () => {
  it('is the same for the same secret, and another with another user for another', () => {
    const one = certificateRequest(SECRET, 'admin');
    expect(certificateRequest(SECRET, 'admin')).toEqual(one);
    const other = certificateRequest(`${SECRET}.`, 'admin');
    for (const part of ['key', 'user', 'request'] as const) expect(other[part]).not.toBe(one[part]);
  });

  it('has nothing of the secret and of the key but what is public', () => {
    const { key, user, request } = certificateRequest(SECRET, 'admin');
    const seed = createPrivateKey(key).export({ format: 'jwk' }).d ?? '';
    const bytes = Buffer.from(request.split('\n').slice(1, -2).join(''), 'base64');
    expect(bytes.includes(Buffer.from(seed, 'base64url'))).toBe(false);
    expect(bytes.includes(createPublicKey(key).export({ format: 'der', type: 'spki' }))).toBe(true);
    expect(user).toMatch(/^admin:[0-9a-f]{16}$/);
  });

  it.skipIf(!OPENSSL)(
    `is what openssl takes for one${OPENSSL ? '' : ' (skipped: there is no openssl here)'}`,
    () => {
      for (const name of ['admin', 'n'.repeat(100), 'n'.repeat(900)]) {
        const { user, request } = certificateRequest(SECRET, name);
        const options = ['req', '-verify', '-noout', '-subject', '-nameopt', 'utf8', '-text'];
        const { stdout, stderr } = spawnSync('openssl', options, { input: request, encoding: 'utf8' });
        expect(stderr).toMatch(/verify OK/i);
        expect(stdout).toContain(user);
        expect(stdout).toContain('ED25519');
      }
    },
  );
});

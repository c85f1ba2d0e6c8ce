import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto';

/** A private key that never leaves the program, and its certificate request. */
export interface CertificateRequest {
  /** Private key in PEM; a secret. */
  readonly key: string;
  /** User of the certificate; another key is another user. */
  readonly user: string;
  /** Request in PEM; the same every time, since Ed25519 signatures are deterministic. */
  readonly request: string;
}

/**
 * Derives an Ed25519 key (RFC 8410) from a secret, and builds its certificate request (PKCS #10, RFC 2986).
 *
 * @param secret as hard to guess as the key
 * @param name of the user, before the fingerprint of the key
 */
export function certificateRequest(secret: string, name: string): CertificateRequest {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', name, 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const user = `${name}:${createHash('sha256').update(publicKey).digest('hex').slice(0, 16)}`;
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    user,
    request: pem('CERTIFICATE REQUEST', requestOf(user, publicKey, privateKey)),
  };
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ED25519 = Buffer.from('06032b6570', 'hex');
const VERSION_1 = Buffer.from('020100', 'hex');
const NO_ATTRIBUTES = Buffer.from('a000', 'hex');
const [SEQUENCE, SET, UTF8_STRING, BIT_STRING] = [0x30, 0x31, 0x0c, 0x03] as const;

function requestOf(user: string, publicKey: Buffer, privateKey: KeyObject): Buffer {
  const commonName = der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(user)));
  const subject = der(SEQUENCE, der(SET, commonName));
  const information = der(SEQUENCE, VERSION_1, subject, publicKey, NO_ATTRIBUTES);
  const signature = der(BIT_STRING, Buffer.from([0]), sign(null, information, privateKey));
  return der(SEQUENCE, information, der(SEQUENCE, ED25519), signature);
}

/** Encodes one ASN.1 value of at most 65,535 bytes in DER. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const cost = { memory: 19 * 1024, passes: 2, parallelism: 1 };

const derive = promisify(
  (parameters: Argon2Parameters, done: (error: Error | null, key?: Buffer) => void) =>
    argon2('argon2id', parameters, done), // on the thread pool, so other requests go on
);

/** In the PHC format (`$argon2id$v=19$m=…`), so that the cost can be raised later without losing anybody. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return encode(nonce, await key(password, nonce, cost));
}

/** Takes as long for no hash (nobody has that e-mail) as for a wrong password. */
export async function passwordIs(password: string, hash: string | undefined): Promise<boolean> {
  const { nonce, expected, ...costThen } = decode(hash ?? nobody);
  const derived = await key(password, nonce, costThen);
  return timingSafeEqual(derived, expected) && hash !== undefined;
}

const nobody = encode(randomBytes(16), randomBytes(32));

/** NFC, because keyboards differ in how they write é. */
async function key(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: typeof cost,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'));
  const derived = await derive({ message, nonce, memory, passes, parallelism, tagLength: 32 });
  if (!derived) throw new Error('argon2 gave no key');
  return derived;
}

function encode(nonce: Buffer, key: Buffer): string {
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(nonce)}$${plain(key)}`;
}

function decode(hash: string) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  const [, memory, passes, parallelism, nonce, expected] = parts ?? [];
  if (!nonce || !expected) throw new Error('A stored password hash cannot be read');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, 'base64'),
    expected: Buffer.from(expected, 'base64'),
  };
}

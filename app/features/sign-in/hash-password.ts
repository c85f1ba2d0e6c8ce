import { type Argon2Parameters, argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { queued } from './derivation-queue.ts';

/** Parameters of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const cost = { memory: 19 * 1024, passes: 2, parallelism: 1 };

const derive = promisify(
  (parameters: Argon2Parameters, done: (error: Error | null, key?: Buffer) => void) =>
    argon2('argon2id', parameters, done), // on the thread pool, so other requests go on
);

/**
 * Hashes a password in PHC format (`$argon2id$v=19$m=…,t=…,p=…$salt$key`), so that the cost can be raised later
 * while old hashes stay valid.
 *
 * @throws BusyError when the queue is full, as `answerTo` does
 */
export async function hashPassword(password: string): Promise<string> {
  return answerTo(password, newRecipe());
}

/**
 * Hashes a typed password under a recipe, for comparison with the stored hash.
 *
 * @param recipe a stored hash without its key, `$argon2id$v=19$m=…,t=…,p=…$salt`; without one (unknown e-mail) it takes
 *   as long, and the hash matches nobody
 */
export async function answerTo(password: string, recipe: string | undefined): Promise<string> {
  const taken = recipe ?? newRecipe();
  return `${taken}$${base64(await key(password, taken))}`;
}

function newRecipe(): string {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(randomBytes(16))}`;
}

async function key(password: string, recipe: string): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC')); // keyboards differ in how they encode é
  const parameters = { message, ...parametersOf(recipe), tagLength: 32 };
  const derived = await queued(() => derive(parameters));
  if (!derived) throw new Error('argon2 gave no key');
  return derived;
}

function parametersOf(recipe: string) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)$/.exec(recipe);
  const [, memory, passes, parallelism, nonce] = parts ?? [];
  if (!nonce) throw new Error('A stored password hash cannot be read'); // does not quote it: errors are logged
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, 'base64'),
  };
}

/** Base64 without padding, as PHC requires. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

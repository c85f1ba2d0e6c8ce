import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How much has to be known of a server before anything is told to it. */
export interface Tls {
  /** Whether its certificate must be signed by somebody known and name the host. */
  readonly verify: boolean;
  /** Certificates of who may sign, in PEM form, read anew each time: they change while we run. @default Node's list */
  readonly caFile?: string | undefined;
}

/**
 * A connection to Postgres that is encrypted before the driver says its first word.
 *
 * Not by the driver, which takes away every listener when it changes to TLS, and with them the ear for a server that
 * vanished. Source: "SSL Session Encryption" in the PostgreSQL manual's chapter on its protocol.
 *
 * @param patience milliseconds until the server must have agreed
 */
export async function secured(raw: Socket, host: string, tls: Tls, patience: number): Promise<Socket> {
  raw.on('error', () => {}); // what happens below TLS is told by the socket above it
  try {
    const signal = AbortSignal.timeout(patience);
    await once(raw, 'connect', { signal });
    raw.write(SSL_REQUEST);
    const [answer] = (await once(raw, 'data', { signal })) as [Buffer];
    // What came with the answer in clear would be taken for a part of the encrypted talk (CVE-2021-23222).
    if (answer.length !== 1 || answer[0] !== YES)
      throw new Error('Postgres does not encrypt its connections');
    return connectTls({
      socket: raw,
      host,
      servername: isIP(host) ? '' : host,
      rejectUnauthorized: tls.verify,
      ...(tls.caFile !== undefined && { ca: await readFile(tls.caFile) }),
    });
  } catch (error) {
    raw.destroy();
    return failing(error as Error);
  }
}

export const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const YES = 'S'.charCodeAt(0);

/** The driver would wait for ever on a promise that is rejected: it wants a socket that fails. */
function failing(error: Error): Socket {
  const socket = new SwallowingSocket();
  const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
  setTimeout(
    () =>
      socket.destroy(
        isLate ? Object.assign(new Error('Postgres is silent'), { code: 'CONNECT_TIMEOUT' }) : error,
      ),
    1,
  );
  return socket;
}

/** It was never connected; what the driver writes before it hears of the failure goes nowhere. */
class SwallowingSocket extends Socket {
  override _write(): void {}
  override _writev(): void {}
}

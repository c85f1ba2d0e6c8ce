import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** TLS settings of a connection. */
export interface Tls {
  /** Verify the certificate: it must be signed by a known CA and name the host. */
  readonly verify: boolean;
  /** PEM file of CA certificates, read anew for each connection since it may change while we run. @default Node's list */
  readonly caFile?: string | undefined;
}

/**
 * Opens a connection to Postgres that is encrypted before the driver sends anything.
 *
 * Not left to the driver, which removes every listener when it upgrades to TLS, including the one that detects a
 * vanished server. Source: "SSL Session Encryption" in the PostgreSQL manual's chapter on its protocol.
 *
 * @param patience milliseconds in which the server must accept TLS
 */
export async function secured(raw: Socket, host: string, tls: Tls, patience: number): Promise<Socket> {
  raw.on('error', () => {}); // errors below TLS surface on the TLS socket
  try {
    const signal = AbortSignal.timeout(patience);
    await once(raw, 'connect', { signal });
    raw.write(SSL_REQUEST);
    const [answer] = (await once(raw, 'data', { signal })) as [Buffer];
    // Bytes sent in clear after the answer would be read as part of the encrypted stream (CVE-2021-23222).
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

/** Returns a socket that fails: the driver would wait for ever on a rejected promise. */
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

/** A socket that never connects; discards what the driver writes before it sees the failure. */
class SwallowingSocket extends Socket {
  override _write(): void {}
  override _writev(): void {}
}

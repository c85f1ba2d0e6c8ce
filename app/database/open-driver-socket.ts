import { connect, type Socket } from 'node:net';
import { secured, type Tls } from './tls-socket.ts';

export interface SocketOptions {
  /** Milliseconds of silence after which it is closed, see `talking`. @default never */
  readonly silence?: number | undefined;
  /** Milliseconds in which the server must accept TLS. */
  readonly patience: number;
  /** Called with the connection before anything is sent. @default not called */
  readonly onLine?: ((line: Socket) => void) | undefined;
  /** Called with the socket that the driver gets: that of TLS, which is about to verify its server. @default not called */
  readonly onSocket?: ((socket: Socket) => void) | undefined;
  /** Makes no more connections once aborted. @default never */
  readonly over?: AbortSignal | undefined;
}

/**
 * Opens a socket to Postgres.
 *
 * @throws Error with the driver's code for an ended pool, once `over` is aborted
 */
export async function socketTo(
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: Tls | undefined },
  { silence, patience, onLine, onSocket, over }: SocketOptions,
): Promise<Socket> {
  if (over?.aborted) throw Object.assign(new Error('the pool has ended'), { code: 'CONNECTION_ENDED' });
  const raw = connect({ host, port, noDelay: true, keepAlive: true });
  onLine?.(raw);
  const socket = tls ? await secured(raw, host, tls, patience) : raw;
  onSocket?.(socket);
  return silence === undefined ? socket : talking(socket, silence);
}

/**
 * Closes a socket after a period of silence.
 *
 * A server whose machine or pod is gone sends no FIN, and the kernel retransmits for a quarter of an hour. Statements
 * end after ten seconds, so a longer silence means an idle connection or a dead one; either may be closed.
 *
 * @param silence milliseconds; more than the driver's connect timeout
 */
function talking(socket: Socket, silence: number): Socket {
  const beat = silence / 8;
  let read = 0;
  let written = 0;
  let isAsked = false;
  let quiet = 0;
  // The socket's own timeout restarts with each write, so queries would keep a dead connection alive.
  const listening = setInterval(() => {
    const isHeard = socket.bytesRead !== read;
    const isFirstQuestion = !isAsked && socket.bytesWritten !== written;
    read = socket.bytesRead;
    written = socket.bytesWritten;
    isAsked = !isHeard && (isAsked || isFirstQuestion);
    quiet = isHeard || isFirstQuestion ? 0 : quiet + beat;
    // Destroyed without an error: between one and the close, the driver would send the next query down the dead socket.
    if (quiet >= silence) socket.destroy();
  }, beat).unref();
  socket.once('close', () => clearInterval(listening));
  return socket; // Node buffers what is written before it has connected
}

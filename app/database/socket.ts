import { connect, type Socket } from 'node:net';
import { secured, type Tls } from './secured-socket.ts';

export interface SocketOptions {
  /** Milliseconds after which it is given up, see `talking`. @default never */
  readonly silence?: number | undefined;
  /** Milliseconds until a server that is to encrypt has agreed. */
  readonly patience: number;
  /** Told of the connection before its first word. @default nobody is told */
  readonly onLine?: ((line: Socket) => void) | undefined;
  /** Once aborted, no connection is made any more. @default never */
  readonly over?: AbortSignal | undefined;
}

/**
 * A socket to Postgres.
 *
 * @throws Error with the driver's code for a pool that has ended, where none is made any more
 */
export async function socketTo(
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: Tls | undefined },
  { silence, patience, onLine, over }: SocketOptions,
): Promise<Socket> {
  if (over?.aborted) throw Object.assign(new Error('the pool has ended'), { code: 'CONNECTION_ENDED' });
  const raw = connect({ host, port, noDelay: true, keepAlive: true });
  onLine?.(raw);
  const socket = tls ? await secured(raw, host, tls, patience) : raw;
  return silence === undefined ? socket : talking(socket, silence);
}

/**
 * The same socket, which ends when nothing was heard from it for so long.
 *
 * A server whose machine or pod is gone does not say goodbye, and the kernel goes on sending for a quarter of an hour.
 * Statements end after ten seconds, so a longer silence is an idle connection or a dead one; either may go.
 *
 * @param silence milliseconds; more than the driver's time-out for connecting
 */
function talking(socket: Socket, silence: number): Socket {
  const beat = silence / 8;
  let read = 0;
  let written = 0;
  let isAsked = false;
  let quiet = 0;
  // The socket's own time-out starts anew with each write, so that questions would keep a dead line alive.
  const listening = setInterval(() => {
    const isHeard = socket.bytesRead !== read;
    const isFirstQuestion = !isAsked && socket.bytesWritten !== written;
    read = socket.bytesRead;
    written = socket.bytesWritten;
    isAsked = !isHeard && (isAsked || isFirstQuestion);
    quiet = isHeard || isFirstQuestion ? 0 : quiet + beat;
    // Without an error: between one and the close the driver would send the next query down the dead socket.
    if (quiet >= silence) socket.destroy();
  }, beat).unref();
  socket.once('close', () => clearInterval(listening));
  return socket; // what is written before it has connected waits in it
}

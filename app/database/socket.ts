import { connect, type Socket } from 'node:net';

/**
 * A socket to Postgres that ends when nothing was heard from it for so long.
 *
 * A server whose machine or pod is gone does not say goodbye, and the kernel goes on sending for a quarter of an hour.
 * Statements end after ten seconds, so a longer silence is an idle connection or a dead one; either may go.
 *
 * @param silence milliseconds; more than the driver's time-out for connecting
 */
export function talkingSocket(host: string, port: number, silence: number): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
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

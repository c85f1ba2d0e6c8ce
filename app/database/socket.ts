import { connect, type Socket } from 'node:net';

/**
 * A socket to Postgres that ends when it was silent for so long.
 *
 * A server whose machine or pod is gone does not say goodbye, and the kernel goes on sending for a quarter of an hour.
 * Statements end after ten seconds, so a longer silence is an idle connection or a dead one; either may go.
 *
 * @param silence milliseconds; more than the driver's time-out for connecting
 */
export function talkingSocket(host: string, port: number, silence: number): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  // Without an error: between one and the close the driver would send the next query down the dead socket.
  socket.setTimeout(silence, () => socket.destroy());
  return socket; // what is written before it has connected waits in it
}

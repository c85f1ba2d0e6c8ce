import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { closeAfterTest } from './close-after-test.ts';

/** A proxy to a server that can drop all traffic, as the network does when a machine is gone. */
export interface SilentLine {
  readonly port: number;
  cut(): void;
  /** Forwards traffic from now on; dropped bytes stay lost. */
  mend(): void;
}

/** Starts the proxy; it is closed after the test or the file. */
export async function silentConnection(to: {
  readonly host: string;
  readonly port: number;
}): Promise<SilentLine> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(to);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.on('data', (data) => isCut || upstream.write(data));
    upstream.on('data', (data) => isCut || client.write(data));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeAfterTest(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
    },
    mend: () => {
      isCut = false;
    },
  };
}

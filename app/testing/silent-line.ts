import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { closeLater } from './close-later.ts';

/** A way to a server that can swallow everything, as the network does when a machine is gone. */
export interface SilentLine {
  readonly port: number;
  cut(): void;
  /** Lets through what is said from now on; what was swallowed is lost. */
  mend(): void;
}

/** Closed with the test, or with the file. */
export async function silentLine(to: { readonly host: string; readonly port: number }): Promise<SilentLine> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(to);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.on('data', (data) => isCut || upstream.write(data));
    upstream.on('data', (data) => isCut || client.write(data));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeLater(async () => {
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

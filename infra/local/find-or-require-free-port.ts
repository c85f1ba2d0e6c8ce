import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Problem } from '../command/problem.ts';

/** Checks that this process can listen there. @throws Problem when the port is taken, or reserved for root */
export async function requireFree(host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const wrong = code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'is for root only' : undefined;
    if (wrong === undefined) throw error;
    throw new Problem(
      `port ${port} ${wrong}: choose another, for example npm start -- --port ${other(port)}`,
    );
  }
}

/** A port that is free at this moment. */
export function freePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

/** True when this process can listen there. */
export async function isFree(host: string, port: number): Promise<boolean> {
  try {
    await listenOnce(host, port);
    return true;
  } catch {
    return false;
  }
}

async function listenOnce(host: string, wanted: number): Promise<number> {
  const server = createServer().listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function other(port: number): number {
  return port < 1024 ? 8080 : port < 65535 ? port + 1 : port - 1;
}

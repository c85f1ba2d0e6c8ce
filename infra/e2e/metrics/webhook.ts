import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An alert as Alertmanager tells of it. */
export interface Told {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Somebody who is told of alerts. */
export interface Webhook {
  readonly port: number;
  /** Everything that it was told, in order. */
  readonly told: readonly Told[];
  /** Whether it takes what it is told; while it does not, it has not been told. */
  takes: boolean;
  close(): void;
}

/** Listens on every address of this machine, so that pods reach it. */
export async function webhook(): Promise<Webhook> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (self.takes) told.push(...(JSON.parse(body) as { alerts: Told[] }).alerts);
      // Alertmanager tries again by itself when it may help, which it does not with 4xx.
      response.writeHead(self.takes ? 200 : 400).end();
    });
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const self: Webhook = { port, told, takes: true, close: () => void server.close() };
  return self;
}

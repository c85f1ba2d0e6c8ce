import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An alert in a notification of Alertmanager. */
export interface Told {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A receiver of notifications. */
export interface Webhook {
  readonly port: number;
  /** All alerts received, in order. */
  readonly told: readonly Told[];
  /** False to answer 400 and record nothing. */
  takes: boolean;
  close(): void;
}

/** Starts a receiver on every address of this machine, so that pods reach it. */
export async function webhook(): Promise<Webhook> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (self.takes) told.push(...(JSON.parse(body) as { alerts: Told[] }).alerts);
      // Alertmanager retries by itself, but not after a 4xx, which it counts as failed at once.
      response.writeHead(self.takes ? 200 : 400).end();
    });
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const self: Webhook = { port, told, takes: true, close: () => void server.close() };
  return self;
}

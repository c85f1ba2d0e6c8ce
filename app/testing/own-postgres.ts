import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { closeLater } from './close-later.ts';
import { serverIn } from './postgres-server.ts';
import { makeTemplate } from './services.ts';

/** A Postgres of one's own with today's schema, for tests that freeze it. */
export interface OwnPostgres {
  /** How an app reaches it. */
  readonly config: DatabaseConfig;
  freeze(): void;
  thaw(): void;
}

/** Thawed and stopped with the test, or with the file. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-own-'));
  execFileSync('chmod', ['755', folder]); // Postgres has a user of its own where we are root
  const server = await serverIn(join(folder, 'data'));
  closeLater(async () => {
    server.signal('SIGCONT');
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await server.initialise();
  await server.start();
  await makeTemplate(server.address);
  const { host, port, template: name, user, password } = server.address;
  return {
    config: { host, port, name, poolSize: 5, user, password },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
  };
}

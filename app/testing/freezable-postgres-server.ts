import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { closeAfterTest } from './close-after-test.ts';
import { makeTemplate } from './create-template-database.ts';
import { serverIn } from './postgres-server.ts';

/** A separate Postgres server with today's schema, for tests that freeze it. */
export interface OwnPostgres {
  /** Connection settings of the app. */
  readonly config: DatabaseConfig;
  freeze(): void;
  thaw(): void;
}

/** Starts the server; it is thawed and stopped after the test or the file. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-own-'));
  execFileSync('chmod', ['755', folder]); // Postgres runs as another user when we are root
  const server = await serverIn(join(folder, 'data'));
  closeAfterTest(async () => {
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

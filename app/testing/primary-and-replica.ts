import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { DatabaseConfig } from '../config.ts';
import { makeTemplate } from './create-template-database.ts';
import { serverIn, type TestPostgres } from './postgres-server.ts';

/** A separate Postgres primary with today's schema, and a streaming replica of it. */
export interface PrimaryAndCopy {
  /** Connection settings of the app for both. */
  readonly config: DatabaseConfig;
  readonly copy: {
    /** Pauses replay, so that the replica misses later writes. */
    lag(): Promise<void>;
    /** Resumes replay, and waits until everything written so far has been replayed. */
    catchUp(): Promise<void>;
    /** Freezes the replica, as if its machine were gone. */
    freeze(): void;
    /** Resumes the frozen replica. */
    thaw(): void;
  };
  stop(): Promise<void>;
}

export async function primaryAndReplica(): Promise<PrimaryAndCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-replica-'));
  execFileSync('chmod', ['755', folder]); // Postgres runs as another user when we are root
  const [data, copied] = [join(folder, 'primary'), join(folder, 'copy')];
  const primary = await serverIn(data);
  const at = primary.address;
  await primary.initialise();
  await primary.start();
  await makeTemplate(at);
  await primary.stop();
  execFileSync('cp', ['-a', data, copied]);
  await primary.start();

  await writeFile(join(copied, 'standby.signal'), '');
  const settings = {
    listen_addresses: COPY_HOST, // another address with the same port, as in a cluster
    primary_conninfo: `host=${at.host} port=${at.port} user=${at.superuser} password=${at.superuserPassword}`,
  };
  const copy = await serverIn(copied, settings, at.port);
  await copy.start();
  const [there, here] = [at.host, COPY_HOST].map((host) => postgres({ ...superuser(at), host, max: 1 })) as [
    postgres.Sql,
    postgres.Sql,
  ];
  const { host, port, template: name, user, password } = at;
  return {
    config: { host, readHost: COPY_HOST, port, name, poolSize: 5, user, password },
    copy: {
      async lag() {
        await here`select pg_wal_replay_pause()`;
        await until(here, here`pg_get_wal_replay_pause_state() = 'paused'`);
      },
      async catchUp() {
        const [now] = await there<{ lsn: string }[]>`select pg_current_wal_flush_lsn()::text as lsn`;
        await here`select pg_wal_replay_resume()`;
        await until(here, here`pg_last_wal_replay_lsn() >= ${now?.lsn ?? ''}::text::pg_lsn`);
      },
      freeze: () => copy.signal('SIGSTOP'),
      thaw: () => copy.signal('SIGCONT'),
    },
    async stop() {
      copy.signal('SIGCONT');
      await Promise.all([there.end(), here.end()]);
      await copy.stop();
      await primary.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const COPY_HOST = '127.0.0.2';

function superuser({ port, superuser, superuserPassword }: TestPostgres) {
  return { port, user: superuser, password: superuserPassword, database: 'postgres' };
}

/** Polls a condition: Postgres has no notification for it. */
async function until(sql: postgres.Sql, condition: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
  for (;;) {
    const [row] = await sql<{ met: boolean }[]>`select ${condition} as met from pg_sleep(0.01)`;
    if (row?.met) return;
  }
}

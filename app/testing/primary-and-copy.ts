import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { DatabaseConfig } from '../config.ts';
import { serverIn, type TestPostgres } from './postgres-server.ts';
import { makeTemplate } from './services.ts';

/** A Postgres of one's own with today's schema, and a copy that replays what is written there. */
export interface PrimaryAndCopy {
  /** How an app reaches both. */
  readonly config: DatabaseConfig;
  readonly copy: {
    /** Keeps from it what is written from now on. */
    lag(): Promise<void>;
    /** Lets it have all that has been written until now. */
    catchUp(): Promise<void>;
    /** Lets it say nothing more, as a machine that is gone. */
    freeze(): void;
    /** Lets it go on. */
    thaw(): void;
  };
  stop(): Promise<void>;
}

export async function primaryAndCopy(): Promise<PrimaryAndCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-replica-'));
  execFileSync('chmod', ['755', folder]); // Postgres has a user of its own where we are root
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
    listen_addresses: COPY_HOST, // another address and the same port, as in a cluster
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

/** Asks again and again: this is no server that would call us. */
async function until(sql: postgres.Sql, condition: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
  for (;;) {
    const [row] = await sql<{ met: boolean }[]>`select ${condition} as met from pg_sleep(0.01)`;
    if (row?.met) return;
  }
}

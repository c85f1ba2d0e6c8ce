import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { DatabaseConfig } from '../config.ts';
import { makeTemplate, serverIn, type TestPostgres } from './services.ts';

/** A Postgres of one's own with today's schema, and a copy that replays what is written there. */
export interface PrimaryAndCopy {
  /** How an app reaches both. */
  readonly config: DatabaseConfig;
  readonly copy: {
    /** Lets it say nothing more, as a machine that is gone. */
    freeze(): void;
  };
  stop(): Promise<void>;
}

/** @param lag how long after it was written a change is seen at the copy, for example `1s` */
export async function primaryAndCopy(lag: string): Promise<PrimaryAndCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-replica-'));
  execFileSync('chmod', ['755', folder]); // Postgres has a user of its own where we are root
  const [data, copied] = [join(folder, 'primary'), join(folder, 'copy')];
  const primary = await serverIn(data);
  const at = primary.address;
  await primary.server.initialise();
  await primary.server.start();
  await makeTemplate(at);
  await primary.server.stop();
  execFileSync('cp', ['-a', data, copied]);
  await primary.server.start();

  await writeFile(join(copied, 'standby.signal'), '');
  const settings = {
    listen_addresses: COPY_HOST, // another address and the same port, as in a cluster
    primary_conninfo: `host=${at.host} port=${at.port} user=${at.superuser} password=${at.superuserPassword}`,
    recovery_min_apply_delay: lag,
  };
  const copy = await serverIn(copied, settings, at.port);
  void copy.server.start().catch(() => {}); // it waits for words that only a primary says
  await answers(at, copy.output);
  const pid = copy.server['process']?.pid ?? 0;
  const signal = (name: 'STOP' | 'CONT') => {
    execFileSync('pkill', [`-${name}`, '-P', String(pid)]);
    process.kill(pid, `SIG${name}`);
  };
  const { host, port, template: name, user, password } = at;
  return {
    config: { host, readHost: COPY_HOST, port, name, poolSize: 5, user, password },
    copy: { freeze: () => signal('STOP') },
    async stop() {
      signal('CONT');
      await copy.server.stop();
      await primary.server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const COPY_HOST = '127.0.0.2';

async function answers({ port, superuser, superuserPassword }: TestPostgres, said: readonly string[]) {
  const to = {
    host: COPY_HOST,
    port,
    user: superuser,
    password: superuserPassword,
    database: 'postgres',
    max: 1,
  };
  for (const end = performance.now() + 30_000; ; ) {
    const sql = postgres(to);
    try {
      await sql`select 1`;
      return;
    } catch (cause) {
      if (performance.now() > end) throw new Error(`the copy does not start:\n${said.join('')}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await sql.end();
    }
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { serverIn } from './postgres-server.ts';
import { makeTemplate } from './services.ts';

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
    recovery_min_apply_delay: lag,
  };
  const copy = await serverIn(copied, settings, at.port);
  await copy.start();
  const { host, port, template: name, user, password } = at;
  return {
    config: { host, readHost: COPY_HOST, port, name, poolSize: 5, user, password },
    copy: { freeze: () => copy.signal('SIGSTOP') },
    async stop() {
      copy.signal('SIGCONT');
      await copy.stop();
      await primary.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const COPY_HOST = '127.0.0.2';

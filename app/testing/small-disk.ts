import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresUser } from '../../infra/local/postgres-system-user-and-folder-access.ts';
import type { Sql } from '../database/connect.ts';
import { closeAfterTest } from './close-after-test.ts';

/** Reason to skip tests that fill a disk of their own; `''` when one can be mounted. */
export const noSmallDisk = mayMount() ? '' : ' (skipped: this user may not mount a file system)';

/** Mounts a disk in memory of so many MiB, which can grow. */
export async function smallDisk(size: number) {
  const path = await mkdtemp(join(tmpdir(), 'finance-disk-'));
  mount('-t', 'tmpfs', '-o', `size=${size}m,mode=0700`, 'tmpfs', path);
  closeAfterTest(async () => {
    spawnSync('umount', [path]);
    await rm(path, { recursive: true });
  });
  return { path, grow: (mebibytes: number) => mount('-o', `remount,size=${mebibytes}m`, path) };
}

/** Moves a table to a disk in memory of so many MiB, which can grow. */
export async function onSmallDisk(rows: Sql, table: string, size: number) {
  const { path, grow } = await smallDisk(size);
  const user = postgresUser();
  if (user) chownSync(path, user.uid, user.gid);
  const name = `disk_${path.slice(-6).toLowerCase()}`;
  closeAfterTest(async () => {
    await rows`alter table ${rows(table)} set tablespace pg_default`;
    await rows`drop tablespace ${rows(name)}`;
  });
  await rows`create tablespace ${rows(name)} location ${rows.unsafe(`'${path}'`)}`;
  await rows`alter table ${rows(table)} set tablespace ${rows(name)}`;
  return { grow };
}

function mayMount(): boolean {
  const made = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return made.status === 0 && process.getuid?.() === 0;
}

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`);
}

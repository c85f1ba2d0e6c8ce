import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from './problem.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who Postgres runs as: `undefined` for ourselves. It refuses root, who gets the user `postgres`, made where there is
 * none.
 *
 * @throws Problem when that user cannot be made.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp();
  if (existing) return existing;
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ]);
  const made = lookUp();
  if (made) return made;
  throw new Problem(
    'Postgres does not run as root, and no user for it could be made: start this as another user',
  );
}

/** @throws Problem when the way to a file or folder is closed to the user. */
export function requireWay(path: string, user: SystemUser | undefined): void {
  const folder = user && closedFolder(path, user);
  if (folder === undefined) return;
  throw new Problem(
    `Postgres does not run as root but as the user ${NAME}, who may not enter ${folder}, and has to get to ${path}.\n` +
      `Start this as another user, move the project, or open the folder: chmod o+x ${folder}`,
  );
}

/** The outermost folder on the way to `path` that the user may not pass; folders that do not exist yet are no obstacle. */
export function closedFolder(path: string, user: SystemUser): string | undefined {
  return folders(path).find((folder) => {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat?.isDirectory()) return false;
    const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    return (stat.mode & bit) === 0;
  });
}

const NAME = 'postgres';

function lookUp(): SystemUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function folders(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...folders(parent), parent];
}

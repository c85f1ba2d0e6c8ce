import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from './problem.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
  /**
   * Whether it may look into folders that are closed to it; to write there it still may not.
   * @default false
   */
  readonly passesClosedFolders?: boolean;
}

/** What `spawn` needs to start a program. */
export interface ProgramAs {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
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

/**
 * The user with a way to all of the paths. Root's home is closed to everybody else, and a project in it would be too: there
 * the user gets the capability to look into what is closed (capabilities(7)), where we have that ourselves.
 *
 * @throws Problem when the way to one of them stays closed.
 */
export function withWay(paths: readonly string[], user: SystemUser | undefined): SystemUser | undefined {
  if (!user) return undefined;
  const closed = paths.map((path) => closedFolder(path, user)).find((folder) => folder !== undefined);
  if (closed === undefined) return user;
  const passing = { ...user, passesClosedFolders: true };
  const { command, args } = programAs(passing, 'test', ['-d', `${closed}/.`]);
  if (spawnSync(command, args).status === 0) return passing;
  throw new Problem(
    `Postgres does not run as root but as the user ${NAME}, who may not enter ${closed}.\n` +
      `Start this as another user, move the project, or open the folder: chmod o+x ${closed}`,
  );
}

/** A program with its arguments, to be started as the user; ourselves where there is none. */
export function programAs(user: SystemUser | undefined, command: string, args: readonly string[]): ProgramAs {
  if (!user?.passesClosedFolders) return { command, args, ...(user && { uid: user.uid, gid: user.gid }) };
  const who = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capability = ['--inh-caps', '--ambient-caps'].map((set) => `${set}=-all,+dac_read_search`);
  // Without it access(2), which initdb asks, forgets the capabilities of whoever is not root.
  const may = [...capability, '--securebits=+no_setuid_fixup'];
  return { command: 'setpriv', args: [...who, ...may, '--', command, ...args] };
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

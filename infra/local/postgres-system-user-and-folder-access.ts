import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../command/problem.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
  /**
   * True to let it read in folders that are closed to it; it still may not write there.
   * @default false
   */
  readonly passesClosedFolders?: boolean;
}

/** Arguments of `spawn` to start a program as some user. */
export interface ProgramAs {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * User that Postgres runs as; undefined for that of this process. Postgres refuses to run as root, so root gets the user
 * `postgres`, which is created when it is missing.
 *
 * @throws Problem when that user cannot be created
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
 * The user, able to reach all of the paths. Root's home is closed to other users, and so is a project in it: there the user
 * gets the capability CAP_DAC_READ_SEARCH (capabilities(7)), provided that this process has it.
 *
 * @throws Problem when one of the paths stays out of reach
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

/** Command line that runs a program as the user; as that of this process when there is none. */
export function programAs(user: SystemUser | undefined, command: string, args: readonly string[]): ProgramAs {
  if (!user?.passesClosedFolders) return { command, args, ...(user && { uid: user.uid, gid: user.gid }) };
  const who = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capability = ['--inh-caps', '--ambient-caps'].map((set) => `${set}=-all,+dac_read_search`);
  // initdb calls access(2), which ignores the capabilities of any user but root without no_setuid_fixup.
  const may = [...capability, '--securebits=+no_setuid_fixup'];
  return { command: 'setpriv', args: [...who, ...may, '--', command, ...args] };
}

/** The outermost folder above `path` that the user may not enter; folders that do not exist yet are no obstacle. */
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

import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PART_BYTES, type ReceiptStore } from './store-interface.ts';

/**
 * Keeps files in a folder that all pods share, by the first two digits of their hash. A file gets its name only once all of it
 * is on the disk. Processes of the same group may read files and put others beside them: those of backup and restore.
 */
export function volumeStore(folder: string): ReceiptStore {
  const unfinished = join(folder, UNFINISHED);
  const placeOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  let prepared: Promise<void> | undefined;

  /** Makes the folder for unfinished files, and removes what killed processes left there. */
  async function prepare(): Promise<void> {
    await makeFolder(unfinished);
    for (const name of await readdir(unfinished)) {
      const path = join(unfinished, name);
      const { mtimeMs } = (await stat(path).catch(absent)) ?? { mtimeMs: Date.now() };
      if (mtimeMs < Date.now() - DAY) await rm(path, { force: true });
    }
  }

  return {
    async put(_sql, hash, bytes) {
      const place = placeOf(hash);
      const there = await stat(place).catch(absent);
      if (there?.size === bytes.length) return;
      prepared ??= prepare();
      await prepared.catch((error) => {
        prepared = undefined;
        throw error;
      });
      const path = join(unfinished, `${hash}.${randomUUID()}`);
      try {
        await writeToDisk(path, bytes);
        await makeFolder(join(place, '..'));
        await rename(path, place);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      await syncFolder(join(place, '..'));
      await syncFolder(folder);
    },
    async get(_sql, hash, part) {
      const file = await open(placeOf(hash), 'r').catch(absent);
      if (!file) return undefined;
      try {
        const { bytesRead, buffer } = await file.read(
          Buffer.alloc(PART_BYTES),
          0,
          PART_BYTES,
          part * PART_BYTES,
        );
        return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async delete(_sql, hash) {
      await rm(placeOf(hash), { force: true });
    },
    async list() {
      const found = new Map<string, number>();
      for (const first of (await readdir(folder).catch(absent)) ?? []) {
        if (!/^[\da-f]{2}$/.test(first)) continue;
        for (const name of await readdir(join(folder, first))) {
          const there = HASH.test(name) ? await stat(join(folder, first, name)).catch(absent) : undefined;
          if (there) found.set(name, there.size);
        }
      }
      return found;
    },
  };
}

const UNFINISHED = 'unfinished';
const DAY = 24 * 60 * 60 * 1000;
const HASH = /^[\da-f]{64}$/;

async function writeToDisk(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o770 });
  await chmod(folder, 0o770).catch(ofAnother); // whatever the umask of the process is
}

/** Puts the names of a folder on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Passes over a folder that a restore has made. */
function ofAnother(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPERM') throw error;
}

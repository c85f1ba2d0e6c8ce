import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { noSmallDisk, smallDisk } from '../../../app/testing/small-disk.ts';

/* What the scripts do with the files of receipts of a volume, by their real programs. */

const SCRIPTS = join(import.meta.dirname, 'scripts');

let dumps: string;
let uploads: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'receipt-copies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  [dumps, uploads] = [join(folder, 'dumps'), join(folder, 'uploads')];
  for (const made of [dumps, uploads]) mkdirSync(made);
});

describe('copies of files of receipts', () => {
  it('are made of what the dump lists, once', () => {
    const [listed, other] = [upload('one'), upload('two')];
    const name = dump(1, listed);
    expect(copy(name)).toMatchObject({ status: 0, stdout: 'backup: 1 more files of receipts are copied\n' });
    expect(copies()).toEqual([listed]);
    const { ino } = statSync(copyOf(listed));
    expect(copy(dump(0, listed, other)).stdout).toBe('backup: 1 more files of receipts are copied\n');
    expect(copies()).toEqual([listed, other].toSorted());
    expect(statSync(copyOf(listed)).ino).toBe(ino);
  });

  it('are readable by nobody but who dumps', () => {
    const hash = upload('one');
    copy(dump(0, hash));
    expect([statSync(copyOf(hash)).mode & 0o777, statSync(dirname(copyOf(hash))).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
  });

  it('are made again where they are damaged', () => {
    const hash = upload('one');
    const name = dump(0, hash);
    copy(name);
    writeFileSync(copyOf(hash), 'eno');
    expect(copy(name).status).toBe(0);
    expect(readFileSync(copyOf(hash), 'utf8')).toBe('one');
  });

  it('stay where the volume has lost the file, or has other bytes', () => {
    const [lost, changed] = [upload('one'), upload('two')];
    const name = dump(0, lost, changed);
    copy(name);
    rmSync(fileOf(lost));
    writeFileSync(fileOf(changed), 'owt');
    expect(copy(name)).toMatchObject({ status: 0, stderr: '' });
    expect(copies()).toEqual([lost, changed].toSorted());
    expect(readFileSync(copyOf(changed), 'utf8')).toBe('two');
  });

  it('are not made of a file that is missing or damaged on the volume, which is told', () => {
    const [missing, damaged, good] = [hashOf('gone'), upload('two'), upload('three')];
    writeFileSync(fileOf(damaged), 'owt');
    const { status, stderr } = copy(dump(0, missing, damaged, good));
    expect(status).toBe(0); // the dump is made; the drill fails by it
    expect(stderr).toContain(`the file ${missing} of a receipt is missing on its volume`);
    expect(stderr).toContain(`the file ${damaged} of a receipt is damaged on its volume`);
    expect(copies()).toEqual([good]);
  });

  it('are whole or absent where who makes them is killed half way, and made the next time', async () => {
    const bytes = randomBytes(200_000);
    const hash = hashOf(bytes);
    mkdirSync(dirname(fileOf(hash)), { recursive: true });
    execFileSync('mkfifo', [fileOf(hash)]); // gives as many bytes as somebody writes to it
    const name = dump(0, hash);
    const job = spawn('sh', [join(SCRIPTS, 'copy-receipts.sh'), join(dumps, name, 'files.txt')], {
      env: environment(),
      detached: true,
      stdio: 'ignore',
    });
    const writer = createWriteStream(fileOf(hash));
    writer.on('error', () => {}); // the reader dies
    writer.write(bytes.subarray(0, 50_000));
    const parts = () => readdirSync(folderOfCopies()).filter((file) => file.startsWith('.part.'));
    await expect
      .poll(() => parts().map((part) => statSync(join(folderOfCopies(), part)).size))
      .toEqual([50_000]);
    process.kill(-(job.pid as number), 'SIGKILL');
    await once(job, 'exit');
    writer.destroy();
    expect(copies()).toEqual([]);

    rmSync(fileOf(hash));
    writeFileSync(fileOf(hash), bytes);
    const [left = ''] = parts();
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(join(folderOfCopies(), left), yesterday, yesterday);
    expect(copy(name).status).toBe(0);
    expect(readFileSync(copyOf(hash)).equals(bytes)).toBe(true);
    expect(parts()).toEqual([]);
  });

  it.skipIf(noSmallDisk)(
    `are whole or absent where the disk is full, and fail the job${noSmallDisk}`,
    async () => {
      const disk = await smallDisk(3);
      dumps = disk.path;
      const files = [0, 1, 2].map(() => randomBytes(2 ** 20));
      const hashes = files.map((bytes) => upload(bytes));
      const name = dump(0, ...hashes);
      const failed = copy(name);
      expect(failed.status).not.toBe(0);
      expect(failed.stderr).toContain('No space left on device');
      for (const hash of copies()) expect(hashOf(readFileSync(copyOf(hash)))).toBe(hash);
      expect(copies()).toHaveLength(2);
      disk.grow(12);
      expect(copy(name).stdout).toBe('backup: 1 more files of receipts are copied\n');
      expect(copies()).toEqual(hashes.toSorted());
    },
  );

  it('go when no dump lists them any more, and not before', () => {
    const [old, both, recent, damaged] = [upload('a'), upload('b'), upload('c'), upload('d')];
    const names = [dump(9, old, both), dump(1, both, recent), dump(0, damaged)];
    for (const name of names) copy(name);
    rmSync(join(dumps, names[2] ?? '', 'SHA256SUMS'));
    expect(run('prune-receipts.sh').stdout).toBe('');
    rmSync(join(dumps, names[0] ?? ''), { recursive: true });
    expect(run('prune-receipts.sh').stdout).toBe('backup: 1 copies of files that no dump lists: deleted\n');
    expect(copies()).toEqual([both, recent, damaged].toSorted());
  });

  it('stay that a dump in the making lists', () => {
    const hash = upload('one');
    const name = dump(0, hash);
    copy(name);
    execFileSync('mv', [join(dumps, name), join(dumps, `.${name}.part`)]);
    run('prune-receipts.sh');
    expect(copies()).toEqual([hash]);
  });
});

describe('a restore of files of receipts', () => {
  it('brings back what the volume lacks, or has with other bytes, and leaves all others', () => {
    const [gone, changed, there, later] = [upload('a'), upload('b'), upload('c'), upload('d')];
    copy(dump(1, gone, changed, there));
    rmSync(dirname(fileOf(gone)), { recursive: true });
    writeFileSync(fileOf(changed), 'x');
    const { ino } = statSync(fileOf(there));
    expect(run('restore-receipts.sh')).toMatchObject({
      status: 0,
      stdout: 'restore: 2 files of receipts are back on their volume\n',
    });
    for (const hash of [gone, changed, there, later]) expect(hashOf(readFileSync(fileOf(hash)))).toBe(hash);
    expect(statSync(fileOf(there)).ino).toBe(ino);
    expect(readdirSync(join(uploads, 'unfinished'))).toEqual([]);
  });

  it('lets the group, which is that of the app, read and remove them, and nobody else', () => {
    const hash = upload('one');
    copy(dump(0, hash));
    rmSync(dirname(fileOf(hash)), { recursive: true });
    run('restore-receipts.sh');
    const modes = [fileOf(hash), dirname(fileOf(hash)), join(uploads, 'unfinished')];
    expect(modes.map((path) => statSync(path).mode & 0o777)).toEqual([0o640, 0o770, 0o770]);
  });

  it('is of the dump that is asked for', () => {
    const [old, recent] = [upload('a'), upload('b')];
    const name = dump(2, old);
    copy(name);
    copy(dump(1, recent));
    rmSync(uploads, { recursive: true });
    mkdirSync(uploads);
    run('restore-receipts.sh', [], { DUMP: name });
    expect(files()).toEqual([old]);
  });

  it('passes over a copy that is damaged or missing, which was accepted as lost', () => {
    const [damaged, missing, good] = [upload('a'), upload('b'), upload('c')];
    copy(dump(0, damaged, missing, good));
    writeFileSync(copyOf(damaged), 'x');
    rmSync(copyOf(missing));
    rmSync(uploads, { recursive: true });
    mkdirSync(uploads);
    const { status, stderr } = run('restore-receipts.sh');
    expect(status).toBe(0);
    expect(stderr).toContain(`the file ${damaged} of a receipt is damaged beside the dump`);
    expect(stderr).toContain(`the file ${missing} of a receipt is missing beside the dump`);
    expect(files()).toEqual([good]);
    expect(readdirSync(join(uploads, 'unfinished'))).toEqual([]);
  });

  it.skipIf(noSmallDisk)(
    `has whole files only where the volume is full, and fails${noSmallDisk}`,
    async () => {
      const bytes = [0, 1, 2].map(() => randomBytes(2 ** 20));
      const hashes = bytes.map((one) => upload(one));
      copy(dump(0, ...hashes));
      const disk = await smallDisk(2);
      uploads = disk.path;
      const failed = run('restore-receipts.sh');
      expect(failed.status).not.toBe(0);
      expect(failed.stderr).toContain('No space left on device');
      expect(files()).toHaveLength(2);
      for (const hash of files()) expect(hashOf(readFileSync(fileOf(hash)))).toBe(hash);
      disk.grow(12);
      expect(run('restore-receipts.sh').stdout).toBe(
        'restore: 1 files of receipts are back on their volume\n',
      );
      expect(files()).toEqual(hashes.toSorted());
    },
  );

  it('has nothing to do for a dump of a release without receipts', () => {
    const name = dump(0);
    rmSync(join(dumps, name, 'files.txt'));
    sum(name);
    expect(run('restore-receipts.sh')).toMatchObject({ status: 0, stdout: '' });
  });
});

const folderOfCopies = () => join(dumps, 'finance-receipts');
const copyOf = (hash: string) => join(folderOfCopies(), hash.slice(0, 2), hash);
const fileOf = (hash: string) => join(uploads, hash.slice(0, 2), hash);
const copies = () => filesIn(folderOfCopies());
const files = () => filesIn(uploads);

/** Names of the files in the folders that are named by two digits. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^[\da-f]{2}$/.test(name))
    .flatMap((name) => readdirSync(join(folder, name)))
    .toSorted();
}

function hashOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Puts a file on the volume, as the app does; returns its hash. */
function upload(bytes: string | Uint8Array): string {
  const hash = hashOf(bytes);
  mkdirSync(dirname(fileOf(hash)), { recursive: true });
  writeFileSync(fileOf(hash), bytes);
  return hash;
}

/** Creates a dump of the given age in days that lists these files; returns its name. */
function dump(days: number, ...hashes: readonly string[]): string {
  const at = new Date(Date.now() - days * 86_400_000).toISOString();
  const name = `finance-${at.replaceAll(/[-:]|\.\d+/g, '')}`;
  mkdirSync(join(dumps, name));
  for (const file of ['dump', 'roles.txt', 'rows.txt', 'schema.sql'])
    writeFileSync(join(dumps, name, file), file);
  writeFileSync(join(dumps, name, 'files.txt'), hashes.map((hash) => `${hash} 1\n`).join(''));
  sum(name);
  return name;
}

function sum(name: string): void {
  execFileSync('sh', ['-c', 'rm -f SHA256SUMS; sha256sum * >SHA256SUMS'], { cwd: join(dumps, name) });
}

const copy = (name: string) => run('copy-receipts.sh', [join(dumps, name, 'files.txt')]);

function run(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  return spawnSync('sh', [join(SCRIPTS, script), ...args], {
    encoding: 'utf8',
    env: { ...environment(), ...env },
  });
}

function environment() {
  return { PATH: process.env['PATH'], PGDATABASE: 'finance', DUMPS: dumps, UPLOADS: uploads, SCRIPTS };
}

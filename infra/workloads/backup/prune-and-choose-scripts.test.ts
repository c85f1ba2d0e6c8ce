import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/*
 * Decisions of the scripts from the names and contents of dumps; infra/e2e tests them against Postgres. Those about receipts
 * have tests beside these.
 */

const SCRIPTS = join(import.meta.dirname, 'scripts');

let dumps: string;
beforeEach(() => {
  dumps = mkdtempSync(join(tmpdir(), 'dumps-'));
});
afterEach(() => rmSync(dumps, { recursive: true }));

describe('prune.sh', () => {
  it('deletes what is older than the days that dumps are kept', () => {
    const [old, week, today] = [dump(8), dump(6.9), dump(0)];
    expect(run('prune.sh').stdout).toBe(`backup: ${old} is older than 7 days: deleted\n`);
    expect(there()).toEqual([week, today]);
  });

  it('keeps the newest, however old it is', () => {
    const [, newest] = [dump(90), dump(60)];
    run('prune.sh');
    expect(there()).toEqual([newest]);
  });

  it('keeps the newest that is undamaged, and what came after it', () => {
    const [, good, damaged] = [dump(90), dump(60), dump(30)];
    writeFileSync(join(dumps, damaged, 'dump'), 'other');
    run('prune.sh');
    expect(there()).toEqual([good, damaged]);
  });

  it('deletes nothing where all are damaged', () => {
    const names = [dump(90), dump(60)];
    for (const name of names) rmSync(join(dumps, name, 'SHA256SUMS'));
    run('prune.sh');
    expect(there()).toEqual(names);
  });

  it('takes away what a killed job left, and nothing else', () => {
    const day = Date.now() / 1000 - 25 * 3600;
    for (const name of ['.finance-1.part', '.finance-2.part', 'lost+found', 'other-20200101T000000Z'])
      mkdirSync(join(dumps, name));
    utimesSync(join(dumps, '.finance-1.part'), day, day);
    run('prune.sh');
    expect(there()).toEqual(['.finance-2.part', 'lost+found', 'other-20200101T000000Z']);
  });
});

describe('choose.sh', () => {
  it('takes the newest', () => {
    const [, newest] = [dump(2), dump(1)];
    expect(run('choose.sh').stdout).toBe(`${newest}\n`);
  });

  it('takes the one that is asked for', () => {
    const [old] = [dump(2), dump(1)];
    expect(run('choose.sh', { DUMP: old }).stdout).toBe(`${old}\n`);
  });

  it('takes no older one where the newest is damaged', () => {
    const [, newest] = [dump(2), dump(1)];
    writeFileSync(join(dumps, newest, 'rows.txt'), 'rows public.posting 1 1\n');
    expect(run('choose.sh')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`the dump ${newest} is damaged`),
    });
  });

  it('says which there are, where there is none of that name', () => {
    const name = dump(1);
    expect(run('choose.sh', { DUMP: 'finance-1' }).stderr).toBe(
      `there is no dump finance-1; there are: ${name} \n`,
    );
    rmSync(join(dumps, name), { recursive: true });
    expect(run('choose.sh')).toMatchObject({ status: 1, stderr: 'there is no dump of finance\n' });
  });

  it('takes a dump of a release without receipts, which lists no files of theirs', () => {
    const name = dump(1, { without: 'files.txt' });
    expect(run('choose.sh').stdout).toBe(`${name}\n`);
    writeFileSync(join(dumps, name, 'files.txt'), '');
    expect(run('choose.sh').stderr).toContain(`the dump ${name} is damaged`);
  });

  it('takes no dump whose list of files is another', () => {
    const name = dump(1);
    writeFileSync(join(dumps, name, 'files.txt'), '');
    expect(run('choose.sh').stderr).toContain(`the dump ${name} is damaged`);
  });

  it.each(['dump', 'schema.sql', 'roles.txt'])('misses %s, also where the sums do not name it', (file) => {
    const name = dump(1, { without: file });
    expect(run('choose.sh').stderr).toContain(`the dump ${name} is damaged`);
  });
});

/** Creates a dump of the given age in days; returns its name. */
function dump(days: number, { without = '' } = {}): string {
  const at = new Date(Date.now() - days * 86_400_000).toISOString();
  const name = `finance-${at.replaceAll(/[-:]|\.\d+/g, '')}`;
  mkdirSync(join(dumps, name));
  const files = ['dump', 'files.txt', 'roles.txt', 'rows.txt', 'schema.sql'].filter(
    (file) => file !== without,
  );
  for (const file of files) writeFileSync(join(dumps, name, file), file);
  const sums = files.map((file) => `${createHash('sha256').update(file).digest('hex')}  ${file}\n`);
  writeFileSync(join(dumps, name, 'SHA256SUMS'), sums.join(''));
  return name;
}

function there(): readonly string[] {
  return readdirSync(dumps).sort();
}

function run(script: string, env: Readonly<Record<string, string>> = {}) {
  return spawnSync('sh', [join(SCRIPTS, script)], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      PGDATABASE: 'finance',
      RETENTION_DAYS: '7',
      DUMPS: dumps,
      SCRIPTS,
      ...env,
    },
  });
}

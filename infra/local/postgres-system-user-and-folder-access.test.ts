import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { closedFolder, programAs, withWay } from './postgres-system-user-and-folder-access.ts';

const stranger = { uid: 54321, gid: 54321 };

describe('the way of the user that Postgres runs as', () => {
  it('is open where everybody may pass', () => {
    expect(closedFolder(join(start(0o755), 'data'), stranger)).toBeUndefined();
  });

  it('ends at the outermost folder that is closed', () => {
    const folder = start(0o700);
    mkdirSync(join(folder, 'inner'), { mode: 0o700 });
    expect(closedFolder(join(folder, 'inner/data'), stranger)).toBe(folder);
  });

  it.each([
    { who: 'the owner', mode: 0o100, uid: process.getuid?.() ?? 0, gid: 54321 },
    { who: 'the group', mode: 0o010, uid: 54321, gid: process.getgid?.() ?? 0 },
  ])('is open to $who of a folder by their own bit', ({ mode, uid, gid }) => {
    expect(closedFolder(join(start(mode), 'data'), { uid, gid })).toBeUndefined();
    expect(closedFolder(join(start(0o777 & ~mode), 'data'), { uid, gid })).toBeDefined();
  });

  it('does not end at folders that are still to be made', () => {
    expect(closedFolder(join(start(0o755), 'a/b/c'), stranger)).toBeUndefined();
  });

  it('needs nothing where it is open, and where Postgres runs as ourselves', () => {
    expect(withWay([join(start(0o755), 'data')], stranger)).toBe(stranger);
    expect(withWay([join(start(0o700), 'data')], undefined)).toBeUndefined();
  });

  it('is told with what to do where we cannot open it', () => {
    vi.stubEnv('PATH', ''); // so that there is no setpriv
    const folder = start(0o700);
    expect(() => withWay([join(folder, 'data')], stranger)).toThrow(`chmod o+x ${folder}`);
    vi.unstubAllEnvs();
  });

  it.runIf(process.getuid?.() === 0)('leads through what is closed, to look and not to touch', () => {
    const folder = start(0o700);
    writeFileSync(join(folder, 'program'), 'inside', { mode: 0o700 });
    const user = withWay([join(folder, 'data')], stranger);
    const run = (...line: readonly [string, ...string[]]) => {
      const { command, args, ...ids } = programAs(user, line[0], line.slice(1));
      return spawnSync(command, args, { ...ids, encoding: 'utf8' });
    };
    expect(run('cat', join(folder, 'program')).stdout).toBe('inside');
    const access = `fs.accessSync('${join(folder, 'program')}', fs.constants.R_OK)`;
    expect(run(process.execPath, '-e', access).status).toBe(0);
    expect(run('touch', join(folder, 'other')).status).not.toBe(0);
    expect(run('id', '-u').stdout).toBe(`${stranger.uid}\n`);
    expect(run('grep', 'CapEff', '/proc/self/status').stdout).toBe('CapEff:\t0000000000000004\n'); // CAP_DAC_READ_SEARCH
  });
});

function start(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'finance-way-'));
  chmodSync(folder, mode);
  return folder;
}

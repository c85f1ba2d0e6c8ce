import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closedFolder, requireWay } from './system-user.ts';

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

  it('is told with what to do', () => {
    const folder = start(0o700);
    expect(() => requireWay(join(folder, 'data'), stranger)).toThrow(`chmod o+x ${folder}`);
    expect(() => requireWay(join(folder, 'data'), undefined)).not.toThrow();
  });
});

function start(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'finance-way-'));
  chmodSync(folder, mode);
  return folder;
}

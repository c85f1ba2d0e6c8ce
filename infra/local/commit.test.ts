import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { commitOf } from './commit.ts';

it('the commit of a working copy says when files differ from it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'finance-commit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await commitOf(folder)).toBeUndefined();
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      encoding: 'utf8',
    });
  git('init', '-q');
  writeFileSync(join(folder, 'file'), 'one');
  git('add', '.');
  git('commit', '-qm', 'one');
  git('tag', '-am', 'a tag is no commit', 'v1');
  const head = git('rev-parse', 'HEAD').trim();
  expect(await commitOf(folder)).toBe(head);
  writeFileSync(join(folder, 'file'), 'another');
  expect(await commitOf(folder)).toBe(`${head}-dirty`);
});

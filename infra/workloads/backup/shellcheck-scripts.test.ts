import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPTS = join(import.meta.dirname, 'scripts');

it('the scripts are free of what shellcheck finds', ({ skip }) => {
  const files = readdirSync(SCRIPTS).filter((file) => file.endsWith('.sh'));
  const { error, status, stdout } = spawnSync('shellcheck', files, { cwd: SCRIPTS, encoding: 'utf8' });
  if (error) skip('shellcheck is not on the path: apt-get install shellcheck');
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { whyNoDumps } from './why-settings-make-no-dumps.ts';

const ACCEPTED = join(import.meta.dirname, '../settings/fixtures/accepted');

it.each([
  ['eks-rds', /^database\.mode is rds: AWS keeps \d+ days of it.* infra\/operations\/README\.md/],
  ['external', /^database\.mode is external: whoever runs \S+ has its backups/],
  ['backup-off', /^backup\.enabled is false: there are no dumps/],
])('a restore of stack %s says who has a backup, and asks no cluster', (stack, said) => {
  const command = [join(import.meta.dirname, 'restore-stack-or-local-data-command.ts'), '--stack', stack];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: ACCEPTED,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(said);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

it('there are dumps of every database in the cluster', () => {
  for (const mode of ['statefulset', 'cloudnative-pg'])
    expect(whyNoDumps(settingsWith({ database: { mode } }))).toBeUndefined();
});

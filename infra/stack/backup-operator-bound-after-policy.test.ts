import { expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';

it('binds a backup operator once the policy allows the pods of the CronJobs that are deployed', () => {
  const settings = settingsWith({
    observability: { metrics: { kind: 'none' } },
    access: { backupOperator: { users: ['ann'] } },
    web: { image: 'web:1' },
  });
  const { objects } = plan(platform(settings).app, { protectedKinds: [] });
  const waitsFor = (kind: string, name: string) =>
    objects
      .find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name)
      ?.after.map(({ to }) => to);

  expect(waitsFor('ValidatingAdmissionPolicy', 'finance-jobs-of-cron-jobs')).toEqual(
    expect.arrayContaining(['backup/dump/job', 'backup/drill/job', 'backup/restore/job']),
  );
  expect(waitsFor('RoleBinding', 'backup-operator')).toContain('access/jobs-of-cron-jobs/policy');
});

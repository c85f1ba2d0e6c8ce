import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { passwordResetJob, type ResetCronJob } from './password-reset-link-job-manifest.ts';

const cronJob = objectsIn(platform(settingsWith()).app).find(
  ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'reset-link',
) as unknown as ResetCronJob;

it('the Job that makes a link is that of the CronJob, told the address and the hash', () => {
  const job = passwordResetJob(cronJob, 'reset-link-1', 'ada@example.org', 'ab'.repeat(32));
  expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'reset-link-1' } });
  const { template, ttlSecondsAfterFinished, ...rest } = job.spec;
  const { template: made, ...known } = cronJob.spec.jobTemplate.spec;
  expect(rest).toEqual(known);
  expect(ttlSecondsAfterFinished).toBe(3600);
  const [container] = made.spec.containers;
  const args = ['ada@example.org', 'ab'.repeat(32)];
  expect(template).toEqual({ ...made, spec: { ...made.spec, containers: [{ ...container, args }] } });
});

it('an address stands for itself, and for no variable of the container', () => {
  const [container] = passwordResetJob(cronJob, 'a', '$(DB_OWNER_PASSWORD)@example.org', '').spec.template
    .spec.containers;
  expect(container).toMatchObject({ args: ['$$(DB_OWNER_PASSWORD)@example.org', ''] });
});

import { describe, expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import {
  containersOf,
  jobFrom,
  type RestoreCronJob,
  type RestoreOptions,
} from './make-restore-job-from-cron-job.ts';

const cronJob = objectsIn(platform(settingsWith()).app).find(
  ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'restore',
) as unknown as RestoreCronJob;

describe('the Job that restores', () => {
  it('is that of the CronJob, step by step', () => {
    const job = jobFrom(cronJob, 'restore-1', undefined);
    expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'restore-1' } });
    expect(containersOf(job)).toEqual(['restore', 'migrate', 'swap']);
    expect(job.spec).toEqual(cronJob.spec.jobTemplate.spec);
  });

  it('tells every step which dump, where one is named', () => {
    const { initContainers, containers } = jobFrom(cronJob, 'restore-1', 'finance-20260101T000000Z').spec
      .template.spec;
    for (const { env } of [...initContainers, ...containers])
      expect(env).toContainEqual({ name: 'DUMP', value: 'finance-20260101T000000Z' });
  });
});

describe('the Job that restores, where receipts are on a volume of one node', () => {
  const objects = objectsIn(platform(settingsWith({ uploads: { kind: 'volume' } })).app);
  const one = objects.find(
    ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'restore',
  ) as unknown as RestoreCronJob;
  const podOf = (options: RestoreOptions) => jobFrom(one, 'restore-1', undefined, options).spec.template.spec;

  it('waits for a pod of the app, unless there is none', () => {
    expect(podOf({})).toHaveProperty('affinity.podAffinity');
    expect(podOf({ besideApp: false })).not.toHaveProperty('affinity');
  });

  it('accepts that files are lost only when told', () => {
    const accepting = { name: 'LOST_RECEIPTS', value: 'accept' };
    const [restore] = podOf({ withoutLostReceipts: true }).initContainers;
    expect(restore?.env).toContainEqual(accepting);
    expect(JSON.stringify(podOf({}))).not.toContain('LOST_RECEIPTS');
  });

  it('brings back nothing else where that is asked for', () => {
    const job = jobFrom(one, 'restore-1', undefined, { receiptsOnly: true });
    expect(containersOf(job)).toEqual(['receipts']);
    expect(job.spec.template.spec.volumes).toEqual(one.spec.jobTemplate.spec.template.spec.volumes);
  });

  it('brings them back in a step of its own', () => {
    expect(containersOf(jobFrom(one, 'restore-1', undefined))).toEqual([
      ...['restore', 'migrate', 'receipts', 'swap'],
    ]);
  });
});

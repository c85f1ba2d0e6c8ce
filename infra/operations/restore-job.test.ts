import { describe, expect, it } from 'vitest';
import { objectsIn } from '../workloads/defaults/objects-in-scope.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/smallest-settings.ts';
import { containersOf, jobFrom, type RestoreCronJob, stateOf } from './restore-job.ts';

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

describe('how far it is', () => {
  const pod = (phase: string, ...states: object[]) => ({
    status: {
      phase,
      initContainerStatuses: ['restore', 'migrate'].map((name, at) => ({ name, state: states[at] ?? {} })),
      containerStatuses: [{ name: 'swap', state: states[2] ?? {} }],
    },
  });
  const done = { terminated: { exitCode: 0 } };

  it.each([
    ['waits', undefined],
    ['waits', { status: { phase: 'Pending' } }],
    ['restore waits: ErrImagePull', pod('Pending', { waiting: { reason: 'ErrImagePull' } })],
    ['restore runs', pod('Pending', { running: {} }, { waiting: { reason: 'PodInitializing' } })],
    ['waits', pod('Pending', done, { waiting: { reason: 'PodInitializing' } })],
    ['swap runs', pod('Running', done, done, { running: {} })],
    ['failed', pod('Failed', { terminated: { exitCode: 1 } })],
    ['succeeded', pod('Succeeded', done, done, done)],
  ])('%s', (expected, given) => {
    expect(stateOf(given)).toBe(expected);
  });
});

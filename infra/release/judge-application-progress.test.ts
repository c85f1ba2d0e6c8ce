import { describe, expect, it } from 'vitest';
import { progressOf } from './judge-application-progress.ts';

const [NOW, BEFORE] = ['b'.repeat(40), 'a'.repeat(40)];
const succeeded = (revision: string) => ({ phase: 'Succeeded', syncResult: { revision } });
const done = {
  sync: { status: 'Synced', revision: NOW },
  health: { status: 'Healthy' },
  operationState: succeeded(NOW),
};

describe('the progress of a delivery', () => {
  it('ends when the commit is applied, the cluster is as it says, and all is healthy', () => {
    expect(progressOf({ status: done }, NOW).state).toBe('delivered');
  });

  it.each([
    ['nothing yet', {}, 'has not seen the commit'],
    [
      'the commit before, applied and healthy',
      { ...done, sync: { status: 'Synced', revision: BEFORE } },
      'not seen',
    ],
    ['the commit, seen and not applied', { ...done, operationState: succeeded(BEFORE) }, 'not applied yet'],
    [
      'the commit while it is applied',
      {
        ...done,
        operationState: {
          phase: 'Running',
          message: 'waiting for Job migrate',
          syncResult: { revision: NOW },
        },
      },
      'waiting for Job migrate',
    ],
    [
      'pods that do not start',
      {
        ...done,
        health: { status: 'Degraded' },
        resources: [
          {
            kind: 'Deployment',
            name: 'web',
            health: { status: 'Degraded', message: 'exceeded its deadline' },
          },
        ],
      },
      'Deployment web is Degraded: exceeded its deadline',
    ],
    [
      'a repository that cannot be read',
      { ...done, conditions: [{ type: 'ComparisonError', message: 'authentication required' }] },
      'authentication required',
    ],
    [
      'what somebody else changed',
      { ...done, sync: { status: 'OutOfSync', revision: NOW } },
      'sync is OutOfSync',
    ],
    [
      'a failure of the commit before',
      { operationState: { phase: 'Failed', syncResult: { revision: BEFORE } } },
      'not seen',
    ],
  ])('goes on with %s', (_, status, text) => {
    const progress = progressOf({ status }, NOW);
    expect(progress.state).toBe('under way');
    expect(progress.text).toContain(text);
  });

  it.each([
    [
      { operationState: { phase: 'Failed', message: 'web is refused', syncResult: { revision: NOW } } },
      'web is refused',
    ],
    [{ operationState: { phase: 'Error', operation: { sync: { revision: NOW } } } }, 'Error'],
    [
      { ...done, conditions: [{ type: 'InvalidSpecError', message: 'kind Secret is not permitted' }] },
      'not permitted',
    ],
  ])('fails with %j', (status, text) => {
    expect(progressOf({ status }, NOW)).toEqual({ state: 'failed', text: expect.stringContaining(text) });
  });
});

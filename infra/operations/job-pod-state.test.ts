import { describe, expect, it } from 'vitest';
import { stateOf } from './job-pod-state.ts';

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

import { describe, expect, it } from 'vitest';
import { readyWithin } from '../await-timeouts-and-annotations.ts';
import { verdictByKind } from './verdict-by-kind.ts';
import type { Facts } from './verdict-fact-types.ts';
import { hopeless, READY, type Waiting } from './verdict-types-and-hopeless-troubles.ts';

const NOW = Date.parse('2026-11-21T18:56:00Z');
const BEFORE = NOW - 60_000;
const REFUSED = 'AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue';

/** Condition and error event, as external-secrets 1.3 writes them (`pkg/controllers/externalsecret`). */
const failing = {
  type: 'Ready',
  status: 'False',
  reason: 'SecretSyncedError',
  message: 'could not get secret data',
};
const synced = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };

describe.each(['ExternalSecret', 'SecretStore'])('%s', (kind) => {
  it('is waited for by the program, no longer than it takes to read a value', () => {
    const manifest = { apiVersion: 'external-secrets.io/v1', kind, metadata: { name: 'it' } };
    expect(readyWithin(manifest, {})).toBe(90);
  });

  it('is ready when external-secrets says so of what it is now', () => {
    expect(verdict(kind, [synced])).toEqual(READY);
    expect(verdict(kind, [synced], { syncedResourceVersion: '2-abc' })).toEqual(READY);
    expect(verdict(kind, [synced], { syncedResourceVersion: '1-abc' })).toMatchObject({
      why: 'is being looked at',
    });
  });

  it('is waited for until external-secrets knows it', () => {
    expect(verdict(kind, [])).toMatchObject({ why: 'is not known to external-secrets yet', troubles: [] });
    expect(judge(kind)({ ...facts(kind, []), object: undefined })).toMatchObject({
      why: 'is not in the cluster',
    });
  });

  it('is told with what the store answered, once that had its time to heal', () => {
    const waiting = verdict(kind, [failing]) as Waiting;
    expect(waiting.why).toBe('is in SecretSyncedError');
    expect(hopeless(waiting, () => 14, 15)).toEqual([]);
    expect(hopeless(waiting, () => 15, 15)).toMatchObject([
      { cause: `could not get secret data: ${REFUSED}`, advice: expect.stringContaining('the store') },
    ]);
  });

  it('is not told for what was tried before this run only', () => {
    const waiting = judge(kind)({ ...facts(kind, [failing]), since: NOW }) as Waiting;
    expect(waiting.troubles).toHaveLength(1);
    expect(hopeless(waiting, () => 1000, 15)).toEqual([]);
  });
});

it('what is made once is ready whatever changed since', () => {
  const spec = { refreshPolicy: 'CreatedOnce' };
  const { object, ...rest } = facts('ExternalSecret', [synced], { syncedResourceVersion: '1-abc' });
  expect(judge('ExternalSecret')({ ...rest, object: { ...object, spec } as Facts['object'] })).toEqual(READY);
});

function verdict(kind: string, conditions: readonly object[], status = {}) {
  return judge(kind)(facts(kind, conditions, status));
}

function judge(kind: string) {
  const judged = verdictByKind('external-secrets.io', kind);
  if (!judged) throw new Error(`nobody judges a ${kind}`);
  return judged;
}

function facts(kind: string, conditions: readonly object[], status = {}): Facts {
  const event = (uid: string, message: string) => ({
    kind: 'Event',
    metadata: { name: uid },
    type: 'Warning',
    reason: 'UpdateFailed',
    message,
    lastTimestamp: '2026-11-21T18:55:30Z',
    involvedObject: { uid },
  });
  return {
    object: { kind, metadata: { name: 'it', uid: 'its', generation: 2 }, status: { conditions, ...status } },
    pods: [],
    replicaSets: [],
    claims: [],
    events: [event('its', REFUSED), event('of another', 'no such key')],
    classes: [],
    since: BEFORE,
    now: NOW,
  };
}

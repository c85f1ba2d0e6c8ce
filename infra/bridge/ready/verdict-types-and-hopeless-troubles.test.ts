import { describe, expect, it } from 'vitest';
import { AFTER, clusterSnapshot } from '../testing/load-cluster-snapshot.ts';
import { verdictByKind } from './verdict-by-kind.ts';
import type { Facts, Pod } from './verdict-fact-types.ts';
import { hopeless, type Trouble, type Verdict, type Waiting } from './verdict-types-and-hopeless-troubles.ts';

const PATIENCE = 15;

describe('what is ready', () => {
  it.each(['good', 'store', 'daemon', 'job-done', 'claim-consumer', 'database-ready'])('%s', (name) => {
    expect(verdictOn(clusterSnapshot(name))).toEqual({ is: 'ready' });
  });

  it('is no workload whose controller has not seen its last change', () => {
    const facts = clusterSnapshot('good');
    const { object } = facts;
    const changed = { ...object, metadata: { ...object?.metadata, generation: 2 } } as Facts['object'];
    expect(verdictOn({ ...facts, object: changed })).toMatchObject({ why: 'is being looked at' });
  });

  it.each([
    ['has pods of before only', { updatedReplicas: 0 }, /^0 of 2 pods ready/],
    ['has pods of before still', { replicas: 3 }, /^2 of 2 pods ready; those from before leave$/],
    ['lacks a pod', { availableReplicas: 1 }, /^1 of 2 pods ready/],
  ])('is no Deployment that %s', (_what, status, why) => {
    const facts = clusterSnapshot('good');
    const object = { ...facts.object, status: { ...(facts.object?.status ?? {}), ...status } };
    const verdict = verdictOn({ ...facts, object: object as Facts['object'] });
    expect(verdict).toMatchObject({ why: expect.stringMatching(why) });
  });

  it.each([
    ['a pod of now was made', { updatedReplicas: 1 }],
    ['one from before has left', { replicas: 4 }],
  ])('gets further when %s', (_what, status) => {
    const facts = clusterSnapshot('good');
    const progressAt = (changed: object) => {
      const object = { ...facts.object, status: { ...(facts.object?.status ?? {}), ...changed } };
      return (verdictOn({ ...facts, object: object as Facts['object'] }) as Waiting).progress;
    };
    const before = { updatedReplicas: 0, replicas: 5 };
    expect(progressAt({ ...before, ...status })).toBeGreaterThan(progressAt(before));
  });

  it('is no pod without a probe that has just started', () => {
    const started = Date.parse('2026-11-21T18:54:26Z');
    expect(verdictOn(clusterSnapshot('good', { now: started }))).toMatchObject({
      why: '2 of 2 pods ready; looks whether they stay',
    });
    expect(verdictOn(clusterSnapshot('good', { now: started + 3000 }))).toEqual({ is: 'ready' });
  });

  it('is no workload that counts a pod which has ended since', () => {
    const facts = clusterSnapshot('good');
    const [first, ...others] = facts.pods;
    const conditions = first?.status?.conditions?.map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False' } : condition,
    );
    const ended = { ...first, status: { ...first?.status, conditions } } as Pod;
    expect(verdictOn({ ...facts, pods: [ended, ...others] })).toMatchObject({
      why: '2 of 2 pods ready; looks whether they stay',
    });
    expect(verdictOn({ ...facts, pods: [] })).toEqual({ is: 'ready' });
  });

  it('is nothing that the cluster does not have', () => {
    expect(
      verdictByKind('batch', 'Job')?.({ ...clusterSnapshot('job-done'), object: undefined }),
    ).toMatchObject({
      why: 'is not in the cluster',
    });
  });

  it('is every object of another kind as soon as it is there', () => {
    expect(verdictByKind('', 'ConfigMap')).toBeUndefined();
    expect(verdictByKind('example.org', 'Deployment')).toBeUndefined();
  });
});

describe('what is hopeless, and why', () => {
  it('is no quota while pods leave that it counts', () => {
    const facts = clusterSnapshot('quota-deployment');
    const leaving = { kind: 'Pod', metadata: { name: 'web-0', deletionTimestamp: '2026-11-21T18:54:26Z' } };
    const counted = verdictOn({ ...facts, pods: [...facts.pods, leaving] }) as Waiting;
    expect(counted.troubles.map(({ key }) => key)).toEqual(['quota']);
    expect(hopeless(counted, () => 1000, PATIENCE)).toEqual([]);
    expect(hopeless(verdictOn(facts) as Waiting, () => 1000, PATIENCE)).toHaveLength(1);
  });

  it.each([
    ['unschedulable', /^no node takes pod unschedulable-\S+: 0\/3 nodes are available: 3 Insufficient cpu$/],
    ['pull', /^image busybox:0\.0\.1 cannot be pulled: failed to do request: Head "\S+": .*: no such host$/],
    [
      'pull-later',
      /^image busybox:0\.0\.1 cannot be pulled: failed to do request: Head "\S+": .*: no such host$/,
    ],
    ['badname', /^image "Busy Box" cannot be used: .* must be lowercase$/],
    ['crash', /^container it of pod crash-\S+ ends with exit code 3, started 3 times$/],
    ['oom', /^container it of pod oom-\S+ was killed .* more memory than its limit of 16Mi$/],
    ['init', /^container first of pod init-\S+ ends with exit code 1, started 3 times$/],
    ['command', /^container it of pod command-\S+ ends with exit code 128, .*"nosuch": executable file not/],
    ['config', /^container it of pod config-\S+ cannot be made: configmap "nowhere" not found$/],
    ['volume', /^pod volume-\S+ cannot have its volumes: .* secret "nowhere" not found$/],
    ['claim-mode', /^claim u gets no volume: .*NodePath only supports ReadWriteOnce/],
    ['account', /^its pods are refused: .*serviceaccount "nobody" not found$/],
    ['quota-deployment', /^its pods are forbidden: exceeded quota: small, requested: pods=1, used: pods=0/],
    ['quota-set', /^its pods are forbidden: exceeded quota: small/],
    ['quota-daemon', /^its pods are forbidden: exceeded quota: small/],
    ['quota-job', /^its pods are forbidden: exceeded quota: small/],
    ['refused-deployment', /^its pods are refused: is forbidden: violates PodSecurity "restricted:latest"/],
    ['claim', /^claim data-claim-0 gets no volume: storageclass.storage.k8s.io "nosuch" not found$/],
    ['claim-nosuch', /^claim nosuch gets no volume: storageclass.storage.k8s.io "nosuch" not found$/],
    ['claim-noclass', /^claim noclass gets no volume: .* no storage class is set$/],
    ['database-pull', /^image postgres:18-nosuch cannot be pulled: /],
    ['job-failed', /^container it of pod failed-\S+ ends with exit code 1; it gave up: .* backoff limit/],
    ['job-late', /it gave up: Job was active longer than specified deadline \(DeadlineExceeded\)$/],
  ])('%s', (name, cause) => {
    const [trouble, ...others] = told(clusterSnapshot(name), PATIENCE);
    expect(trouble?.cause).toMatch(cause);
    expect(trouble?.advice).not.toBe('');
    expect(others).toEqual([]);
  });

  it.each(['badname', 'refused-deployment', 'job-failed', 'job-late'])('%s at once', (name) => {
    expect(told(clusterSnapshot(name), 0)).toHaveLength(1);
  });

  it.each([
    'unschedulable',
    'pull',
    'crash',
    'oom',
    'init',
    'config',
    'volume',
    'quota-deployment',
    'claim',
  ])('%s, which may heal, only after some time', (name) => {
    expect(told(clusterSnapshot(name), PATIENCE - 1)).toEqual([]);
  });

  it.each([
    'pull',
    'crash',
    'config',
    'volume',
    'quota-deployment',
    'claim',
  ])('%s from before this run is not, before it is tried again', (name) => {
    const { troubles } = verdictOn(clusterSnapshot(name, { since: AFTER, now: AFTER })) as Waiting;
    expect(troubles).toHaveLength(1); // reported after the time-out
    expect(told(clusterSnapshot(name, { since: AFTER, now: AFTER }), 1000)).toEqual([]);
  });

  // Messages of initdb, postgres and mkdir, run as a user that the machine does not have.
  it.each([
    'initdb: error: could not look up effective user ID 999: user does not exist',
    '2026-11-29 08:40:22.592 UTC [45] LOG:  could not look up local user ID 999: user does not exist\n2026-11-29 08:40:22.592 UTC [45] FATAL:  Peer authentication failed for user "postgres"',
    '2026-11-29 08:40:22.592 UTC [45] LOG:  local user with ID 999 does not exist',
    '2026-11-29 08:40:20.502 GMT [44] FATAL:  data directory "/var/lib/postgresql/18/docker" has wrong ownership\n2026-11-29 08:40:20.502 GMT [44] HINT:  The server must be started by the user that owns the data directory.',
    '2026-11-29 08:40:20.502 GMT [44] LOG:  could not open configuration file "/data/postgresql.conf": Permission denied',
    'mkdir: cannot create directory ‘/var/lib/postgresql/18’: Permission denied',
  ])('a process that its image or its volume does not know is, at once: %s', (message) => {
    const [trouble] = told(saying(clusterSnapshot('crash'), message), 0);
    expect(trouble?.cause).toContain(
      'runs as a user that its image busybox:1.37 or the files on its volume are not made for: ',
    );
    expect(trouble?.cause).toMatch(/user ID 999|wrong ownership|Permission denied|ID 999 does not exist/);
  });

  it('a process that fails for something else is not at once', () => {
    const words =
      'FATAL:  password authentication failed for user "postgres"\nopen of nothing: Permission denied';
    expect(told(saying(clusterSnapshot('crash'), words), 0)).toEqual([]);
  });

  it('a process that ended is not while it runs again', () => {
    expect(told(clusterSnapshot('job-retrying'), 1000)).toHaveLength(1);
    expect(told(retried(clusterSnapshot('job-retrying')), 1000)).toEqual([]);
    const [pod] = clusterSnapshot('crash').pods;
    const status = pod?.status?.containerStatuses?.[0];
    const ended = status?.state ?? {};
    const running = { ...status, state: { running: { startedAt: '' } }, lastState: ended };
    const again = { ...pod, status: { ...pod?.status, containerStatuses: [running] } };
    expect(told({ ...clusterSnapshot('crash'), pods: [again] as Facts['pods'] }, 1000)).toEqual([]);
  });

  it('a pod without a node is not while one is made for it', () => {
    const facts = clusterSnapshot('unschedulable');
    const [pod] = facts.pods;
    const said = (reason: string) => [
      { kind: 'Event', metadata: { name: 'e' }, reason, involvedObject: { uid: pod?.metadata.uid ?? '' } },
    ];
    const scaling = { ...facts, pods: pod ? [pod] : [] };
    expect(told({ ...scaling, events: said('TriggeredScaleUp') }, 1000)).toEqual([]);
    expect(told({ ...scaling, events: said('NotTriggerScaleUp') }, 1000)).toHaveLength(1);
  });

  it('a probe that fails is not, before the time is over, and then it says how', () => {
    expect(told(clusterSnapshot('probe'), 1000)).toEqual([]);
    const { troubles } = verdictOn(clusterSnapshot('probe')) as Waiting;
    expect(troubles[0]?.cause).toMatch(/^pod probe-\S+ is not well: Readiness probe failed: not yet$/);
  });

  it('a pod of the revision before is not', () => {
    const facts = clusterSnapshot('pull');
    const annotations = { 'deployment.kubernetes.io/revision': '2' };
    const object = { ...facts.object, metadata: { ...facts.object?.metadata, annotations } };
    expect(told({ ...facts, object: object as Facts['object'] }, 1000)).toEqual([]);
  });
});

describe('what is waited for', () => {
  it('the next try of a Job', () => {
    expect((verdictOn(retried(clusterSnapshot('job-retrying'))) as Waiting).why).toBe(
      'is not done; retrying-p55fc is being made',
    );
  });

  it.each([
    ['unschedulable', '0 of 2 pods ready; unschedulable-8468f698d7-746gw waits for a node'],
    ['pull', '0 of 1 pods ready; pull-bf4647f6c-dc6dd is in ErrImagePull'],
    ['probe', '0 of 1 pods ready; probe-868cbb8fcb-5cclw does not pass its probe yet'],
    ['claim-noclass', 'waits for a volume'],
    ['database-pull', '0 of 1 servers ready: Setting up primary; pg-1-initdb-6rlq8 is in ErrImagePull'],
  ])('%s', (name, why) => {
    expect((verdictOn(clusterSnapshot(name)) as Waiting).why).toBe(why);
  });
});

describe('the last words', () => {
  it('are those of the process that ended, before or after it was started again', () => {
    expect(told(clusterSnapshot('crash'), PATIENCE)[0]?.log).toEqual({
      namespace: 'shop',
      pod: 'crash-6557fdb7-2nlsv',
      container: 'it',
      previous: false,
    });
    expect(told(clusterSnapshot('command'), PATIENCE)[0]?.log).toMatchObject({ previous: true });
    expect(told(clusterSnapshot('job-failed'), PATIENCE)[0]?.log).toMatchObject({ container: 'it' });
  });
});

/** The same facts while the first pod is being retried. */
function retried(facts: Facts): Facts {
  const [pod, ...others] = facts.pods;
  const status = { phase: 'Running', conditions: pod?.status?.conditions ?? [] };
  return { ...facts, pods: pod ? [{ ...pod, status }, ...others] : [] };
}

/** The same facts with a termination message of its containers. */
function saying(facts: Facts, message: string): Facts {
  const pods = facts.pods.map((pod) => ({
    ...pod,
    status: {
      ...pod.status,
      containerStatuses: pod.status?.containerStatuses?.map((status) => {
        const { terminated } = status.state ?? {};
        return terminated ? { ...status, state: { terminated: { ...terminated, message } } } : status;
      }),
    },
  }));
  return { ...facts, pods: pods as Facts['pods'] };
}

const GROUPS: Readonly<Record<string, string>> = {
  Cluster: 'postgresql.cnpg.io',
  Job: 'batch',
  PersistentVolumeClaim: '',
};

function verdictOn(facts: Facts): Verdict {
  const { kind = '' } = facts.object ?? {};
  const group = GROUPS[kind] ?? 'apps';
  const judge = verdictByKind(group, kind);
  if (!judge) throw new Error(`nobody judges a ${kind}`);
  return judge(facts);
}

/** Report after some seconds in which nothing changed. */
function told(facts: Facts, seconds: number): readonly Trouble[] {
  const verdict = verdictOn(facts);
  return verdict.is === 'ready' ? [] : hopeless(verdict, () => seconds, PATIENCE);
}

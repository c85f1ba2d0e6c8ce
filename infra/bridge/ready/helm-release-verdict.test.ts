import { describe, expect, it } from 'vitest';
import type { Api } from '../api/kubernetes-client.ts';
import { clusterSnapshot } from '../testing/load-cluster-snapshot.ts';
import { releaseOf } from './helm-release-verdict.ts';
import { judgeObjects } from './judge-objects.ts';
import type { Live } from './verdict-fact-types.ts';
import { READY, type Verdict } from './verdict-types-and-hopeless-troubles.ts';

const INSTALLED = { 'meta.helm.sh/release-name': 'it' };
const HOOK = { 'helm.sh/hook': 'post-install' };
const OF_IT = { 'app.kubernetes.io/instance': 'it' };

describe('a Helm release', () => {
  it('is ready when all that it brought is', async () => {
    expect(await look('good', { annotations: INSTALLED })).toEqual(READY);
  });

  it('tells of a part what keeps it from getting ready', async () => {
    expect(await look('pull', { annotations: INSTALLED })).toMatchObject({
      why: 'Deployment shop/pull: 0 of 1 pods ready; pull-bf4647f6c-dc6dd is in ErrImagePull',
      troubles: [{ key: 'Deployment shop/pull pull it', cause: expect.stringContaining('cannot be pulled') }],
    });
  });

  it('has nothing to do with what others brought', async () => {
    const others = { 'meta.helm.sh/release-name': 'other' };
    expect(await look('pull', { annotations: others, labels: OF_IT })).toEqual(READY);
  });

  it('has hooks, of which only those count that are not over', async () => {
    const hook = { annotations: HOOK, labels: OF_IT };
    expect(await look('job-retrying', hook)).toMatchObject({ why: expect.stringContaining('is not done') });
    expect(await look('job-failed', hook)).toEqual(READY);
    expect(await look('job-retrying', { annotations: HOOK })).toEqual(READY);
  });

  it('tells while Helm is at work what keeps a new pod from running, and nothing of those before', async () => {
    const atWork = () => false;
    const trouble = await look('pull', { annotations: INSTALLED, isInstalled: atWork, podsMade: NEW });
    expect(trouble).toMatchObject({ troubles: [{ cause: expect.stringContaining('cannot be pulled') }] });
    const before = await look('pull', { annotations: INSTALLED, isInstalled: atWork, podsMade: OLD });
    expect(before).toMatchObject({ is: 'waiting', troubles: [] });
    expect(await look('good', { annotations: INSTALLED, isInstalled: atWork })).toMatchObject({
      is: 'waiting',
    });
    expect(await look('pull', { annotations: INSTALLED, isInstalled: () => true })).toEqual(READY);
  });

  it('is not known to be ready by whom may not look', async () => {
    await expect(look('good', { refused: 'deployments is forbidden' })).rejects.toThrow('forbidden');
  });
});

const NEW = new Date(Date.now() + 60_000).toISOString();
const OLD = '2026-11-21T00:00:00Z';

interface Shown {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly isInstalled?: () => boolean;
  readonly podsMade?: string;
  readonly refused?: string;
}

/** Judges a release in a namespace with recorded objects. */
async function look(
  name: string,
  { annotations = {}, labels = {}, isInstalled, podsMade = NEW, refused }: Shown,
): Promise<Verdict> {
  const { object, pods, replicaSets, events } = clusterSnapshot(name);
  const all: readonly Live[] = [
    ...(object ? [marked(object, { annotations, labels })] : []),
    ...pods.map((pod) => marked(pod, { creationTimestamp: podsMade })),
    ...replicaSets.map((set) => ({ ...set, kind: 'ReplicaSet' })),
    ...events,
  ];
  const list = async (_path: string, kind: string) => ({
    items: all.filter((live) => live.kind === kind),
    date: Date.now(),
    ...(refused && { refused }),
  });
  const since = Date.parse('2026-11-21T18:54:00Z');
  const release = releaseOf('it', 'shop', isInstalled);
  const [verdict] = await judgeObjects({ list } as unknown as Pick<Api, 'list'>, since)([release]);
  if (!verdict) throw new Error('nothing was looked at');
  return verdict;
}

function marked(live: Live, metadata: Partial<Live['metadata']>): Live {
  const { annotations = {} } = live.metadata;
  return {
    ...live,
    metadata: { ...live.metadata, ...metadata, annotations: { ...annotations, ...metadata.annotations } },
  };
}

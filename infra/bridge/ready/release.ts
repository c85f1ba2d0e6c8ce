import { address, type KubeObject } from '../../manifests/object.ts';
import { conditionOf, type Live, type Workload } from './live.ts';
import { READY, type Verdict, type Waiting, waiting } from './verdict.ts';

/** A Helm release that is waited for. It is no object of the cluster. */
export interface Release extends KubeObject {
  readonly kind: 'Release';
  /** Tells whether Helm is done, where only that is waited for; what ran before it began says nothing then. */
  readonly isInstalled?: () => boolean;
}

export function releaseOf(name: string, namespace: string, isInstalled?: () => boolean): Release {
  return {
    apiVersion: 'helm.sh/v3',
    kind: 'Release',
    metadata: { name, namespace },
    ...(isInstalled && { isInstalled }),
  };
}

export function isRelease(object: KubeObject): object is Release {
  return object.apiVersion === 'helm.sh/v3' && object.kind === 'Release';
}

/** What may be in a release and is not ready as soon as it is there. */
export const PARTS = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
] as const;

/** Whether Helm installed an object with a release: it notes so at each, but for hooks, which bear what their chart says. */
export function isPartOf({ metadata }: Live, release: Release): boolean {
  const { annotations = {}, labels = {} } = metadata;
  const { name } = release.metadata;
  if (annotations['helm.sh/hook'] !== undefined) return labels['app.kubernetes.io/instance'] === name;
  return annotations['meta.helm.sh/release-name'] === name;
}

/** A hook that is over is Helm's to judge, which waits for it. */
export function isOver(object: Live): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(object as Workload, type)?.status === 'True');
}

export interface Part {
  readonly object: KubeObject;
  readonly verdict: Verdict;
}

/** A release is ready when all of its parts are, or when Helm is done where that is waited for. */
export function verdictOfRelease(release: Release, parts: readonly Part[]): Verdict {
  const open = parts.flatMap(({ object, verdict }) => (verdict.is === 'ready' ? [] : [{ object, verdict }]));
  const troubles = open.flatMap(troublesOf);
  const isReady = release.isInstalled ? release.isInstalled() : open.length === 0;
  const progress =
    open.reduce((sum, { verdict }) => sum + verdict.progress, 0) + PART_DONE * (parts.length - open.length);
  return isReady ? READY : waiting(open[0] ? whyOf(open[0]) : '', troubles, progress);
}

/** More than the pods of a part, of which a part that is ready says nothing any more. */
const PART_DONE = 1e6;

interface Open {
  readonly object: KubeObject;
  readonly verdict: Waiting;
}

function whyOf({ object, verdict }: Open): string {
  return `${address(object)}: ${verdict.why}`;
}

function troublesOf({ object, verdict }: Open) {
  return verdict.troubles.map((trouble) => ({ ...trouble, key: `${address(object)} ${trouble.key}` }));
}

import { address, type KubeObject } from '../../manifests/object.ts';
import { conditionOf, type Live, type Workload } from './verdict-fact-types.ts';
import { READY, type Verdict, type Waiting, waiting } from './verdict-types-and-hopeless-troubles.ts';

/** A Helm release to wait for, in the shape of an object, which the cluster does not have. */
export interface Release extends KubeObject {
  readonly kind: 'Release';
  /** Tells whether Helm is done, when only that is waited for; pods from before the run do not count then. */
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

/** Kinds of a release's objects that are not ready as soon as they exist. */
export const PARTS = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
] as const;

/**
 * True for an object that Helm installed with a release: Helm annotates all but hooks, which carry the labels of their
 * chart.
 */
export function isPartOf({ metadata }: Live, release: Release): boolean {
  const { annotations = {}, labels = {} } = metadata;
  const { name } = release.metadata;
  if (annotations['helm.sh/hook'] !== undefined) return labels['app.kubernetes.io/instance'] === name;
  return annotations['meta.helm.sh/release-name'] === name;
}

/** True for a finished hook, which Helm waits for and judges itself. */
export function isOver(object: Live): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(object as Workload, type)?.status === 'True');
}

export interface Part {
  readonly object: KubeObject;
  readonly verdict: Verdict;
}

/** Verdict on a release: ready when all of its parts are, or when Helm is done where only that is waited for. */
export function verdictOfRelease(release: Release, parts: readonly Part[]): Verdict {
  const open = parts.flatMap(({ object, verdict }) => (verdict.is === 'ready' ? [] : [{ object, verdict }]));
  const troubles = open.flatMap(troublesOf);
  const isReady = release.isInstalled ? release.isInstalled() : open.length === 0;
  const progress =
    open.reduce((sum, { verdict }) => sum + verdict.progress, 0) + PART_DONE * (parts.length - open.length);
  return isReady ? READY : waiting(open[0] ? whyOf(open[0]) : '', troubles, progress);
}

/** Progress that a ready part counts for: more than the pods of any part that is not. */
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

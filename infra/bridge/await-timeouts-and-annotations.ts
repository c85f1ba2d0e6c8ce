import { groupOf, type KubeObject, kindOf } from '../manifests/object.ts';
import { verdictByKind } from './ready/verdict-by-kind.ts';

/** Seconds that an object may take until it is ready, by kind. */
export type Timeouts = Readonly<Record<string, number>>;

/**
 * Time-outs end waits that are merely slow; hopeless ones are reported long before. Deployments and Jobs get a multiple of a
 * slow start; large images over a slow line need more. A StatefulSet may have a database to recover.
 */
const TIMEOUTS: Timeouts = {
  Cluster: 600,
  Deployment: 90,
  ExternalSecret: 90,
  Job: 90,
  PersistentVolumeClaim: 120,
  Pod: 90,
  SecretStore: 90,
};
const TIMEOUT = 300;

/** Deletion takes a pod its grace period, and a namespace everything inside it. */
const DELETE_TIMEOUT = 300;

/** Extra seconds to wait for a Job: it ends by its own deadline, see `startedAgain`, and we want to hear of that. */
const HEARSAY = 30;

/** @throws Error when a time-out is no whole number of seconds, at least 1. */
export function requireSeconds(timeouts: Timeouts): void {
  for (const [kind, seconds] of Object.entries(timeouts)) {
    if (!Number.isInteger(seconds) || seconds < 1) {
      throw new Error(`the time-out for ${kind} must be whole seconds, got ${JSON.stringify(seconds)}`);
    }
  }
}

/** Time-outs of one object, in Pulumi's notation: `90s`. */
export function timeoutsOf(kind: string, given: Timeouts): Record<'create' | 'update' | 'delete', string> {
  const wait = `${secondsFor(kind, given)}s`;
  return { create: wait, update: wait, delete: `${DELETE_TIMEOUT}s` };
}

/** Seconds in which an object has to get ready; `undefined` where existing is enough, or it is not waited for. */
export function readyWithin(manifest: KubeObject, given: Timeouts): number | undefined {
  const isLeftAlone = manifest.metadata.annotations?.[SKIP] === 'true';
  if (isLeftAlone || verdictByKind(groupOf(manifest), manifest.kind) === undefined) return undefined;
  return secondsFor(kindOf(manifest), given);
}

/** Seconds that an object of a kind may take until it is ready. */
export function secondsFor(kind: string, given: Timeouts): number {
  return (given[kind] ?? TIMEOUTS[kind] ?? TIMEOUT) + (kind === 'Job' ? HEARSAY : 0);
}

/** Annotates the manifest with what the provider has to wait for, and what to replace. */
export function withAwait(manifest: KubeObject, given: Timeouts): KubeObject {
  if (readyWithin(manifest, given) !== undefined) {
    const job = kindOf(manifest) === 'Job' ? startedAgain(manifest, given) : manifest;
    return annotated(job, WAIT_FOR, IS_THERE);
  }
  switch (kindOf(manifest)) {
    case 'Ingress': // without a controller the wait would last its whole time-out
      return annotated(manifest, SKIP);
    case 'Service': {
      // with a selector the provider waits ten seconds for pods that come later
      const { selector } = (manifest['spec'] ?? {}) as { readonly selector?: object };
      return selector ? annotated(manifest, SKIP) : manifest;
    }
    default:
      return manifest;
  }
}

const SKIP = 'pulumi.com/skipAwait';
const WAIT_FOR = 'pulumi.com/waitFor';

/**
 * Condition that holds as soon as the object exists: we wait for readiness ourselves, since the provider waits to the end of
 * its time-out, whatever it sees. `skipAwait` would also stop it from waiting for deletions, and the replacement of a Job
 * needs the name.
 */
const IS_THERE = 'jsonpath={.metadata.uid}';

/**
 * Lets the next run start a failed Job again (`replaceUnready`), and caps the Job's deadline at our time-out: a migration
 * that goes on after the run was given up would surprise whoever looks into the cause.
 */
function startedAgain(manifest: KubeObject, given: Timeouts): KubeObject {
  const spec = manifest['spec'] as { readonly activeDeadlineSeconds?: number } | undefined;
  const own = spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY;
  const seconds = secondsFor('Job', given) - HEARSAY;
  return annotated(
    { ...manifest, spec: { ...spec, activeDeadlineSeconds: Math.min(own, seconds) } },
    'pulumi.com/replaceUnready',
  );
}

function annotated(manifest: KubeObject, annotation: string, value = 'true'): KubeObject {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...metadata, annotations: { [annotation]: value, ...metadata.annotations } },
  };
}

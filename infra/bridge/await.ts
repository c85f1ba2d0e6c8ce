import { groupOf, type KubeObject, kindOf } from '../manifests/object.ts';
import { judgeOf } from './ready/judge.ts';

/** How long an object of a kind may take until it is ready, in seconds. */
export type Timeouts = Readonly<Record<string, number>>;

/**
 * What is hopeless is told long before; this ends what merely takes its time. Deployments and Jobs get a multiple of
 * what a slow start takes; who pulls large images over a slow line gives more. A StatefulSet may have a database to
 * recover.
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

/** Pods may take their grace period to leave, namespaces everything inside them. */
const DELETE_TIMEOUT = 300;

/** A Job ends by its own deadline, see `startedAgain`; we wait a little longer, to hear of it. */
const HEARSAY = 30;

/** @throws Error when a time-out is no whole number of seconds. */
export function requireSeconds(timeouts: Timeouts): void {
  for (const [kind, seconds] of Object.entries(timeouts)) {
    if (!Number.isInteger(seconds) || seconds < 1) {
      throw new Error(`the time-out for ${kind} must be whole seconds, got ${JSON.stringify(seconds)}`);
    }
  }
}

/** The time-outs of one object, as Pulumi writes them. */
export function timeoutsOf(kind: string, given: Timeouts): Record<'create' | 'update' | 'delete', string> {
  const wait = `${secondsFor(kind, given)}s`;
  return { create: wait, update: wait, delete: `${DELETE_TIMEOUT}s` };
}

/** Seconds in which an object gets ready; `undefined` where it is when it is there, or is not waited for. */
export function readyWithin(manifest: KubeObject, given: Timeouts): number | undefined {
  const isLeftAlone = manifest.metadata.annotations?.[SKIP] === 'true';
  if (isLeftAlone || judgeOf(groupOf(manifest), manifest.kind) === undefined) return undefined;
  return secondsFor(kindOf(manifest), given);
}

/** How long something of a kind may take until it is ready, in seconds. */
export function secondsFor(kind: string, given: Timeouts): number {
  return (given[kind] ?? TIMEOUTS[kind] ?? TIMEOUT) + (kind === 'Job' ? HEARSAY : 0);
}

/** Says in the manifest what the provider has to wait for, and what to make anew. */
export function withAwait(manifest: KubeObject, given: Timeouts): KubeObject {
  if (readyWithin(manifest, given) !== undefined) {
    const job = kindOf(manifest) === 'Job' ? startedAgain(manifest, given) : manifest;
    return annotated(job, WAIT_FOR, IS_THERE);
  }
  switch (kindOf(manifest)) {
    case 'Ingress': // without a controller it would use up its whole time-out
      return annotated(manifest, SKIP);
    case 'Service': {
      // with a selector it costs ten seconds of waiting for pods that come later
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
 * What we wait for ourselves, the provider need not: it does so to the end of its time-out, whatever it sees.
 * `skipAwait` would also keep it from waiting until what it deletes is gone, and what replaces a Job needs its name.
 */
const IS_THERE = 'jsonpath={.metadata.uid}';

/**
 * A Job that failed stays failed: `replaceUnready` lets the next run start it again. And it ends when nobody waits for
 * it any more: a migration that goes on after the run was given up would surprise whoever looks into its cause.
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

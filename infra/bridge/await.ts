import type { KubeObject } from '../manifests/object.ts';

/** How long Pulumi waits until an object of a kind is ready, in seconds. */
export type Timeouts = Readonly<Record<string, number>>;

/**
 * The provider waits for the whole time even when it knows better early, so a wrong image costs what stands here.
 * Deployments and Jobs get a multiple of what a slow start takes and still fail in less than two minutes;
 * who pulls large images over a slow line gives more. A StatefulSet may have a database to recover.
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

/** A Job ends by its own deadline, see `withAwait`; Pulumi waits a little longer, to hear of it. */
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
  const wait = `${secondsFor(kind, given) + (kind === 'Job' ? HEARSAY : 0)}s`;
  return { create: wait, update: wait, delete: `${DELETE_TIMEOUT}s` };
}

function secondsFor(kind: string, given: Timeouts): number {
  return given[kind] ?? TIMEOUTS[kind] ?? TIMEOUT;
}

/** Says in the manifest what the provider has to wait for, for how long, and what to make anew. */
export function withAwait(manifest: KubeObject, given: Timeouts): KubeObject {
  const spec = manifest['spec'] as Readonly<Record<string, unknown>> | undefined;
  switch (manifest.kind) {
    case 'Ingress': // without a controller it would use up its whole time-out
      return annotated(manifest, 'pulumi.com/skipAwait');
    case 'Service': // with a selector it costs ten seconds of waiting for pods that come later
      return spec?.['selector'] ? annotated(manifest, 'pulumi.com/skipAwait') : manifest;
    // The provider knows when a custom resource is ready only where it is told.
    case 'Cluster': // of CloudNativePG
    case 'ExternalSecret':
    case 'SecretStore':
      return annotated(manifest, 'pulumi.com/waitFor', 'condition=Ready');
    case 'Job':
      return annotated(withDeadline(manifest, secondsFor('Job', given)), 'pulumi.com/replaceUnready');
    default:
      return manifest;
  }
}

/**
 * The provider starts its time-out for a Job again whenever a pod says something, so one that cannot pull its image
 * would be waited for without end. A Job that failed stays failed: `replaceUnready` lets the next run start it again.
 */
function withDeadline(manifest: KubeObject, seconds: number): KubeObject {
  const spec = manifest['spec'] as { readonly activeDeadlineSeconds?: number } | undefined;
  const own = spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY;
  return { ...manifest, spec: { ...spec, activeDeadlineSeconds: Math.min(own, seconds) } };
}

function annotated(manifest: KubeObject, annotation: string, value = 'true'): KubeObject {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...metadata, annotations: { [annotation]: value, ...metadata.annotations } },
  };
}

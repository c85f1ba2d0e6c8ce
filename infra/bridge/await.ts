import type { KubeObject } from '../manifests/object.ts';

/** How long Pulumi waits until an object of a kind is ready, in seconds. */
export type Timeouts = Readonly<Record<string, number>>;

/**
 * The provider waits for the whole time even when it knows better early, so a wrong image costs what stands here.
 * Deployments and Jobs get a multiple of what a slow start takes and still fail in less than two minutes;
 * who pulls large images over a slow line gives more. A StatefulSet may have a database to recover.
 */
const TIMEOUTS: Timeouts = { Deployment: 90, Job: 90, PersistentVolumeClaim: 120, Pod: 90 };
const TIMEOUT = 300;

/** Pods may take their grace period to leave, namespaces everything inside them. */
const DELETE_TIMEOUT = 300;

/** The time-outs of one object, as Pulumi writes them. */
export function timeoutsOf(
  kind: string,
  given: Timeouts = {},
): Record<'create' | 'update' | 'delete', string> {
  const seconds = `${given[kind] ?? TIMEOUTS[kind] ?? TIMEOUT}s`;
  return { create: seconds, update: seconds, delete: `${DELETE_TIMEOUT}s` };
}

/** Adds the annotations that tell Pulumi's provider what to wait for and what to make anew. */
export function withAwait(manifest: KubeObject): KubeObject {
  const annotations = awaitAnnotations(manifest);
  if (annotations === undefined) return manifest;
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...annotations, ...metadata.annotations } } };
}

function awaitAnnotations({ kind, spec }: KubeObject): Record<string, string> | undefined {
  switch (kind) {
    case 'Ingress': // without a controller it would use up its whole time-out
      return { 'pulumi.com/skipAwait': 'true' };
    case 'Service': // waits ten seconds for endpoints, though its pods come later
      return (spec as { selector?: object } | undefined)?.selector && { 'pulumi.com/skipAwait': 'true' };
    case 'Job': // a Job that failed stays failed: the next run starts it again
      return { 'pulumi.com/replaceUnready': 'true' };
    default:
      return undefined;
  }
}

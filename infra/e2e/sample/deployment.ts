import { get } from '../cluster.ts';

/** The Deployment of the sample app: what a rollout and a new object would change. */
export async function deploymentOf(namespace: string) {
  const { metadata, spec, status } = await get('deployment', 'web', '--namespace', namespace);
  return {
    uid: metadata.uid as string,
    /** Goes up by one with each rollout. */
    revision: Number(metadata.annotations['deployment.kubernetes.io/revision']),
    replicas: spec.replicas as number,
    ready: (status.readyReplicas ?? 0) as number,
  };
}

/** A Secret of the cluster, readable. */
export async function readSecret(namespace: string, name: string): Promise<Readonly<Record<string, string>>> {
  const { data } = await get('secret', name, '--namespace', namespace);
  const entries = Object.entries(data as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

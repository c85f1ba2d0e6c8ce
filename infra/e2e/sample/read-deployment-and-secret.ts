import { get } from '../kubectl.ts';

/** State of the sample app's Deployment that a rollout or a replacement changes. */
export async function deploymentOf(namespace: string) {
  const { metadata, spec, status } = await get('deployment', 'web', '--namespace', namespace);
  return {
    uid: metadata.uid as string,
    /** Number of rollouts. */
    revision: Number(metadata.annotations['deployment.kubernetes.io/revision']),
    replicas: spec.replicas as number,
    ready: (status.readyReplicas ?? 0) as number,
  };
}

/** Decoded data of a Secret. */
export async function readSecret(namespace: string, name: string): Promise<Readonly<Record<string, string>>> {
  const { data } = await get('secret', name, '--namespace', namespace);
  const entries = Object.entries(data as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

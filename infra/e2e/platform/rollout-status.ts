import { get } from '../kubectl.ts';
import { eventually } from '../wait-until.ts';

/** Number of rollouts of a Deployment, including the first one. */
export async function rollouts(namespace: string, deployment = 'web'): Promise<number> {
  const { metadata } = await get('deployment', deployment, '--namespace', namespace);
  return Number(metadata.annotations['deployment.kubernetes.io/revision']);
}

/** Waits until the autoscaler's minimum of pods is ready, and none of an earlier rollout is left. */
export async function settled(namespace: string, deployment = 'web'): Promise<void> {
  const wanted = (await get('hpa', deployment, '--namespace', namespace)).spec.minReplicas as number;
  const label = `app.kubernetes.io/name=${deployment}`;
  await eventually(
    `${wanted} ready pods of ${deployment}, and no others`,
    async () => {
      const { status } = await get('deployment', deployment, '--namespace', namespace);
      const pods = (await get('pods', '--namespace', namespace, '--selector', label)).items as unknown[];
      return status.readyReplicas >= wanted && status.updatedReplicas === pods.length;
    },
    { seconds: 120 },
  );
}

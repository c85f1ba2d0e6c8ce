import * as pulumi from '@pulumi/pulumi';
import { clusterProvider } from '../../bridge/cluster-provider.ts';
import { identifierOf, requireSameCluster } from '../../bridge/data/identify-and-require-same-cluster.ts';
import type { Cluster } from '../cluster-provider-and-kubeconfig-type.ts';
import { type ContextChoice, readContext } from '../read-kubeconfig-context.ts';

/**
 * An existing cluster.
 *
 * @param release objects that may be lost all the same, see `guardPlan`
 * @throws Error where the kubeconfig has no such context; pulumi.RunError where the objects of the stack are in another
 *   cluster
 */
export async function existingCluster(
  choice: ContextChoice,
  release: readonly string[] = [],
): Promise<Cluster> {
  const context = readContext(choice);
  const { kubeconfig } = context;
  const identifier = await identifierOf(context);
  await requireSameCluster(identifier, release);
  return {
    provider: clusterProvider('cluster', { kubeconfig, identifier }),
    kubeconfig: pulumi.secret(kubeconfig),
    ready: [],
    values: {},
  };
}

import * as pulumi from '@pulumi/pulumi';
import { identifierOf, requireSameCluster } from '../bridge/data/same-cluster.ts';
import { clusterProvider } from '../bridge/provider.ts';
import type { Cluster } from './cluster.ts';
import { type ContextChoice, readContext } from './context.ts';

/**
 * A cluster that is there already.
 *
 * @param release what may be lost all the same, see `guarded`
 * @throws Error where the kubeconfig has no such context; pulumi.RunError where the objects of the stack are in another one
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

import * as pulumi from '@pulumi/pulumi';
import { clusterProvider } from '../bridge/provider.ts';
import type { Cluster } from './cluster.ts';
import { type ContextChoice, readContext } from './context.ts';

/** A cluster that is there already. */
export function existingCluster(choice: ContextChoice): Cluster {
  const { kubeconfig, name, server } = readContext(choice);
  return {
    provider: clusterProvider('cluster', { kubeconfig, identifier: `${name} at ${server}` }),
    kubeconfig: pulumi.secret(kubeconfig),
    ready: [],
    values: {},
  };
}

import type { Provider } from '@pulumi/kubernetes/provider.js';
import { clusterProvider } from '../bridge/provider.ts';
import { type ContextChoice, readContext } from './context.ts';

/** A cluster that is there already: what Pulumi needs to work in it. */
export function existingCluster(choice: ContextChoice): Provider {
  const { kubeconfig, name, server } = readContext(choice);
  return clusterProvider('cluster', { kubeconfig, identifier: `${name} at ${server}` });
}

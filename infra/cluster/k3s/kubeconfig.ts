import { parse } from 'yaml';

/**
 * The kubeconfig that a server of k3s writes, for people and programs elsewhere.
 *
 * @param address host of the API server, as its certificate knows it
 */
export function kubeconfigFor(written: string, address: string): string {
  const { clusters, ...rest } = parse(written) as { readonly clusters: readonly NamedCluster[] };
  const reached = clusters.map(({ name, cluster }) => ({
    name,
    cluster: { ...cluster, server: cluster.server.replace('127.0.0.1', address) },
  }));
  return JSON.stringify({ ...rest, clusters: reached });
}

interface NamedCluster {
  readonly name: string;
  readonly cluster: { readonly server: string };
}

import { toYaml } from '../manifests/format-yaml.ts';

/** Cluster as a kubeconfig describes it. */
export interface ClusterEntry {
  readonly server: string;
  readonly 'certificate-authority-data'?: string;
}

export interface AccessKubeconfig {
  readonly cluster: ClusterEntry;
  readonly namespace: string;
  /** Name of the user and the context. */
  readonly name: string;
  readonly user: TokenUser | ExecUser;
}

/** User who has a token. */
export interface TokenUser {
  readonly token: string;
}

/** User who gets a token from a program whenever one is needed. */
export interface ExecUser {
  readonly exec: object;
}

/** A kubeconfig of one user, which holds no key: a token that ends by itself, or how to get one. */
export function accessKubeconfig({ cluster, namespace, name, user }: AccessKubeconfig): string {
  return toYaml([
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [{ name: namespace, cluster: { ...cluster } }],
      users: [{ name, user: { ...user } }],
      contexts: [{ name, context: { cluster: namespace, user: name, namespace } }],
    },
  ]);
}

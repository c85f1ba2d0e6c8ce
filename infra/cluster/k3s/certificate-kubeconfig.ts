/** Access to a cluster by a client certificate. */
export interface Access {
  /** Host of the API server, as in its certificate. */
  readonly address: string;
  /** Certificate of the cluster's CA: base64 of PEM, like the user's `certificate`. */
  readonly authority: string;
  readonly certificate: string;
  /** Private key in PEM. */
  readonly key: string;
}

/** Builds a kubeconfig in JSON, with the names that k3s uses in its own. */
export function kubeconfigFor({ address, authority, certificate, key }: Access): string {
  const name = 'default';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { 'certificate-authority-data': authority, server: `https://${address}:6443` } },
    ],
    users: [
      {
        name,
        user: {
          'client-certificate-data': certificate,
          'client-key-data': Buffer.from(key).toString('base64'),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

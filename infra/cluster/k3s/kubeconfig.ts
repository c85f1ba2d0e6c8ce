/** What signs in with a key. */
export interface Access {
  /** Host of the API server, as its certificate knows it. */
  readonly address: string;
  /** Certificate of its authority: base64 of PEM, as that of the user. */
  readonly authority: string;
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

/** A kubeconfig, in JSON, with the names that k3s uses in its own. */
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

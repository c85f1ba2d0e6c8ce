import type { Chart } from 'cdk8s';
import type { Settings } from '../../settings/schema.ts';
import { CustomResource, Kube } from '../defaults/typed-kubernetes-objects.ts';

/** Store outside the cluster that external-secrets copies from. */
export type Store = Exclude<Settings['secrets']['source'], { kind: 'pulumi' }>;

export const STORE_NAMES = { 'external-secrets': 'secrets-manager', vault: 'vault' } as const;

/** Field of an entry in Vault that holds its value. */
export const VAULT_FIELD = 'value';

/** Service account that the operator asks a token of, to sign in to Vault as the namespace of the Secret. It has no rights. */
const SECRET_READER = 'secret-reader';

/**
 * Adds the SecretStore of a namespace, and what it signs in as.
 *
 * Source: `SecretStore` of external-secrets.io/v1; "Controller's Pod Identity" and "HashiCorp Vault" of its documentation.
 */
export function secretStore(chart: Chart, store: Store): void {
  new CustomResource(
    chart,
    'store',
    { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore' },
    {
      metadata: { name: STORE_NAMES[store.kind] },
      spec: { provider: store.kind === 'vault' ? vault(store) : secretsManager(store) },
    },
  );
  if (store.kind === 'vault')
    new Kube(chart, 'secret-reader', 'ServiceAccount', {
      metadata: { name: SECRET_READER },
      automountServiceAccountToken: false,
    });
}

function secretsManager({ region, roleArn }: Extract<Store, { kind: 'external-secrets' }>) {
  // The operator uses its own identity when there is no `auth`.
  return { aws: { service: 'SecretsManager', region, ...(roleArn && { role: roleArn }) } };
}

function vault({ server, authority, mount, vaultNamespace, auth }: Extract<Store, { kind: 'vault' }>) {
  return {
    vault: {
      server,
      path: mount,
      version: 'v2',
      ...(vaultNamespace && { namespace: vaultNamespace }),
      ...(authority && { caBundle: Buffer.from(authority).toString('base64') }),
      auth: {
        kubernetes: { mountPath: auth.mount, role: auth.role, serviceAccountRef: { name: SECRET_READER } },
      },
    },
  };
}

import * as pulumi from '@pulumi/pulumi';
import { toYaml } from '../../manifests/format-yaml.ts';
import { snapshotStore } from '../../settings/choose-etcd-snapshot-store-or-warn.ts';
import type { Settings } from '../../settings/schema.ts';

/** Contents of `/etc/rancher/k3s/config.yaml.d/etcd-s3.yaml`, a secret; undefined where snapshots stay on the server. */
export function etcdStoreConfig(settings: Settings): pulumi.Output<string> | undefined {
  const { store } = snapshotStore(settings);
  const { objectStoreKeyId, objectStoreKey } = settings.secrets;
  if (store === undefined || objectStoreKeyId === undefined || objectStoreKey === undefined) return undefined;
  const { bucket, prefix, region, endpoint } = store;
  const text = toYaml([
    {
      'etcd-s3': true,
      'etcd-s3-bucket': bucket,
      'etcd-s3-folder': `${prefix}/etcd`,
      ...(region !== undefined && { 'etcd-s3-region': region }),
      ...(endpoint !== undefined && {
        'etcd-s3-endpoint': new URL(endpoint).host,
        'etcd-s3-insecure': endpoint.startsWith('http:'),
      }),
      'etcd-s3-access-key': objectStoreKeyId.reveal(),
      'etcd-s3-secret-key': objectStoreKey.reveal(),
    },
  ]);
  return pulumi.secret(text.trimEnd());
}

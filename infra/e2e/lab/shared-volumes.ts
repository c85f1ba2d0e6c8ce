import { get, kubectl, kubectlWith } from '../kubectl.ts';

const SYSTEM = ['--namespace', 'kube-system'] as const;
const PROVISIONER = 'local-path-provisioner';

/**
 * Starts a second provisioner from the image of the cluster's own, whose volumes are folders that all nodes mount: those of
 * the test cluster share a disk.
 *
 * @param name of its StorageClass
 */
export async function sharedVolumes(name: string): Promise<{ remove(): Promise<void> }> {
  const { spec } = await get('deployment', PROVISIONER, ...SYSTEM);
  const { data } = await get('configmap', 'local-path-config', ...SYSTEM);
  const [disk] = JSON.parse(data['config.json']).nodePathMap as ReadonlyArray<{
    paths: readonly string[];
  }>;
  const metadata = { name, namespace: 'kube-system', labels: { app: name } };
  const [container] = spec.template.spec.containers;
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: {
        ...data,
        'config.json': JSON.stringify({ nodePathMap: [], sharedFileSystemPath: `${disk?.paths[0]}/${name}` }),
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            ...spec.template.spec,
            containers: [
              {
                ...container,
                args: [...container.args, `--provisioner-name=e2e/${name}`, `--configmap-name=${name}`],
              },
            ],
            volumes: [{ name: 'config', configMap: { name } }],
          },
        },
      },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name },
      provisioner: `e2e/${name}`,
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ];
  await kubectlWith(objects.map((object) => JSON.stringify(object)).join('\n'), 'create', '--filename', '-');
  await kubectl('rollout', 'status', `deployment/${name}`, ...SYSTEM, '--timeout=120s');
  return {
    async remove() {
      await kubectl('delete', `deployment/${name}`, `configmap/${name}`, ...SYSTEM, '--ignore-not-found');
      await kubectl('delete', 'storageclass', name, '--ignore-not-found');
    },
  };
}

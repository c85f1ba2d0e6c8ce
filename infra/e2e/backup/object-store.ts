import { kubectl, kubectlWith } from '../kubectl.ts';

/** Address and credentials of an S3 server, and its content. */
export interface TestStore {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly key: string;
  /** Paths of the objects in the bucket. */
  list(): Promise<readonly string[]>;
  /** Runs a shell script in the folder of the bucket; returns its output. */
  sh(script: string): Promise<string>;
}

/** Starts an S3 server in a namespace of its own: rclone, with which the backup also copies to it. */
export async function objectStore(namespace: string, image: string): Promise<TestStore> {
  const name = 'object-store';
  const [bucket, keyId, key] = ['dumps', 'key-of-e2e', 'key-secret-of-e2e'];
  const serve = `rclone serve s3 --addr :9000 --auth-key ${keyId},${key} /data`;
  await kubectl('create', 'namespace', namespace);
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name,
            image,
            command: ['sh', '-c', `mkdir -p /data/${bucket} && exec ${serve}`],
            readinessProbe: { tcpSocket: { port: 9000 }, periodSeconds: 1 },
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      // A port other than the pod's, as with most stores: NetworkPolicies match the port of the pod.
      spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 9000 }] },
    },
  ];
  await kubectlWith(objects.map((object) => JSON.stringify(object)).join('\n'), 'create', '--filename', '-');
  const of = [`pod/${name}`, '--namespace', namespace];
  await kubectl('wait', ...of, '--for=condition=Ready', '--timeout=180s').catch((cause) => {
    throw new Error(
      `no ${image} in the cluster? The test cluster gets it by: .ci/tool-image-with-shell rclone`,
      { cause },
    );
  });
  const sh = (script: string) => kubectl('exec', ...of, '--', 'sh', '-c', `cd /data/${bucket} && ${script}`);
  return {
    endpoint: `http://${name}.${namespace}`,
    bucket,
    keyId,
    key,
    list: async () =>
      (await sh('find . -type f'))
        .split('\n')
        .filter(Boolean)
        .map((path) => path.slice(2)),
    sh,
  };
}

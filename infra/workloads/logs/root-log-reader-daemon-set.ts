import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { labelsOf, restrictedPod, scratch } from '../defaults/pod.ts';
import { Kube, type PodTemplate } from '../defaults/typed-kubernetes-objects.ts';

type Pod = Parameters<typeof restrictedPod>[0];
type Container = Pod['containers'][number];
type Volume = NonNullable<Pod['volumes']>[number];

export interface RootReaderProps extends Pick<Pod, 'user' | 'graceSeconds' | 'placement'> {
  readonly name: string;
  /** Files of its configuration, by name, and where they are mounted. */
  readonly config: Readonly<Record<string, string>>;
  readonly configPath: string;
  /** Directory of the node that it reads; no other is mounted. */
  readonly logs: string;
  /** Its only container, without a name; its mounts come after those of the configuration and the logs. */
  readonly container: Omit<Container, 'name'>;
  /** Further volumes, before the one of temporary files. @default none */
  readonly volumes?: readonly Volume[];
  /** Pods that may be away at a time during a rollout. */
  readonly maxUnavailable: number | string;
}

/**
 * A pod on each node that reads log files there, which belong to root: so it runs as root, without capabilities and a token, and
 * with a read-only mount of this directory of the node only. Everything else is as in every other pod.
 */
export class RootReader extends Construct {
  constructor(scope: Construct, id: string, props: RootReaderProps) {
    super(scope, id);
    const { name, config, configPath, logs, container, volumes = [], maxUnavailable, ...pod } = props;
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    const template = restrictedPod({
      name,
      ...pod,
      annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
      containers: [
        {
          name,
          ...container,
          volumeMounts: [
            { name: 'config', mountPath: configPath, readOnly: true },
            { name: 'logs', mountPath: logs, readOnly: true },
            ...(container.volumeMounts ?? []),
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name } },
        // A node that writes no such log has no such directory: the pod then waits, and says so.
        { name: 'logs', hostPath: { path: logs, type: 'Directory' } },
        ...volumes,
        scratch('tmp', '64Mi'),
      ],
    });
    new Kube(this, 'server', 'DaemonSet', {
      metadata: { name, labels: labelsOf(name) },
      spec: {
        selector: { matchLabels: labelsOf(name) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } },
        revisionHistoryLimit: 3,
        template: asRoot(template),
      },
    });
  }
}

/** The pod as root, whom files of a node belong to, and without capabilities; everything else stays as in every pod. */
function asRoot(template: PodTemplate): PodTemplate {
  const securityContext = { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } };
  const { spec } = template;
  return spec ? { ...template, spec: { ...spec, securityContext } } : template;
}

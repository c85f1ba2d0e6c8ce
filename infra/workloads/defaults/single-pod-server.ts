import { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { replaced, type Storage, serverOnVolume } from './deployment-and-statefulset-specs.ts';
import { labelsOf, type RestrictedContainer, type RestrictedPod, restrictedPod } from './pod.ts';
import { type Priority, priorityClass, priorityName } from './pod-priorities.ts';
import { Kube, type Props } from './typed-kubernetes-objects.ts';

export interface SinglePodServerProps
  extends Omit<RestrictedPod, 'containers' | 'restartPolicy' | 'priorityClass' | 'spread'> {
  /** Name of the workload, its container, its Service and its service account. */
  readonly name: string;
  readonly container: Omit<RestrictedContainer, 'name'>;
  /** ConfigMaps of the server, each a volume of the pod; a changed file replaces the pod. @default none */
  readonly configMaps?: readonly ConfigMapVolume[];
  /** @default none - nobody calls the server by its name */
  readonly service?: Omit<NonNullable<Props<'Service'>['spec']>, 'selector'>;
  /** Volume `data`, which outlives the pod and the workload. @default none - a Deployment instead of a StatefulSet */
  readonly storage?: Storage;
  /** @default none - the lowest */
  readonly priority?: Priority;
  /** Namespace of the platform, which has the priority classes. @default that of the server */
  readonly platform?: string;
  /** Annotations of the service account, by which a cloud identifies the pod. @default none */
  readonly accountAnnotations?: Record<string, string>;
}

export interface ConfigMapVolume {
  /** Name of the volume. */
  readonly volume: string;
  /** Name of the ConfigMap. @default the server's */
  readonly name?: string;
  /** Contents by file name. */
  readonly files: Record<string, string>;
}

/** A server of which there is only one pod, at no time two: it leaves before the next one starts. */
export class SinglePodServer extends Construct {
  constructor(scope: Construct, id: string, props: SinglePodServerProps) {
    super(scope, id);
    const {
      name,
      container,
      configMaps = [],
      service,
      storage,
      priority,
      platform,
      accountAnnotations,
      ...pod
    } = props;
    const labels = labelsOf(name);

    new Kube(this, 'account', 'ServiceAccount', {
      metadata: { name, ...(accountAnnotations && { annotations: accountAnnotations }) },
      automountServiceAccountToken: false,
    });
    for (const { volume, name: own = name, files } of configMaps)
      new Kube(this, volume, 'ConfigMap', { metadata: { name: own }, data: files });
    if (service)
      new Kube(this, 'service', 'Service', {
        metadata: { name, labels },
        spec: { ...service, selector: labels },
      });

    const metadata = { name, labels };
    const template = restrictedPod({
      ...pod,
      name,
      ...(priority !== undefined && {
        priorityClass:
          platform === undefined ? priorityClass(this, priority) : priorityName(platform, priority),
      }),
      annotations: {
        ...(configMaps.length > 0 && { [CONFIG_CHECKSUM]: checksum(configMaps.map(({ files }) => files)) }),
        ...pod.annotations,
      },
      containers: [{ ...container, name }],
      volumes: [
        ...configMaps.map(({ volume, name: own = name }) => ({ name: volume, configMap: { name: own } })),
        ...(pod.volumes ?? []),
      ],
    });
    if (storage)
      new Kube(this, 'server', 'StatefulSet', {
        metadata,
        spec: serverOnVolume({ name, template, storage }),
      });
    else new Kube(this, 'server', 'Deployment', { metadata, spec: replaced({ name, template }) });
  }
}

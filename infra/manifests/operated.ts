import type { Of } from './kinds.ts';
import { type KubeObject, kindOf, listOf } from './object.ts';
import type { PodTemplate } from './pod.ts';

/** What an operator makes of a custom resource: pods that count and are selected, objects that others refer to. */
export interface Operated {
  /** The parts of its pods that checks read; the rest is the operator's. @default no pods */
  readonly template?: PodTemplate;
  /** Pods at the busiest moment. */
  readonly pods?: number;
  /** What each of its claims asks for. */
  readonly claims?: readonly string[];
  /** Core objects that are there once it is ready, with the keys in them. */
  readonly brings: ReadonlyArray<{
    readonly kind: string;
    readonly name: string;
    /** Absent: only its operator knows. */
    readonly keys?: readonly string[];
  }>;
}

/** What is made of an object by the operator of its kind, where we know it. */
export function operated(object: KubeObject): Operated | undefined {
  switch (kindOf(object)) {
    case 'Cluster':
      return ofCluster(object as Of<'Cluster'>);
    case 'ExternalSecret':
      return ofExternalSecret(object as Of<'ExternalSecret'>);
    default:
      return undefined;
  }
}

/** Of the container that a plugin puts beside each server, where we tell it. */
export const SIDECAR_RESOURCES = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
};

/** Source: `ExternalSecret` of external-secrets.io/v1: a template says all that is in the Secret, `dataFrom` does not. */
function ofExternalSecret({ metadata, spec }: Of<'ExternalSecret'>): Operated {
  const { target, data, dataFrom } = spec ?? {};
  const named = target?.template?.data
    ? Object.keys(target.template.data)
    : data && listOf(data).map((one) => one.secretKey);
  const keys = dataFrom === undefined || target?.template?.data ? named : undefined;
  return { brings: [{ kind: 'Secret', name: target?.name ?? metadata.name, ...(keys && { keys }) }] };
}

/** Source: "Labels and annotations", "Service management" and "Certificates" of CloudNativePG 1.30. */
function ofCluster({ metadata: { name }, spec }: Of<'Cluster'>): Operated {
  const { instances = 1, imageName = '', priorityClassName, resources, storage, plugins } = spec ?? {};
  return {
    template: {
      metadata: { labels: { 'cnpg.io/cluster': name } },
      spec: {
        ...(priorityClassName !== undefined && { priorityClassName }),
        containers: [
          ...listOf(plugins).map(({ name }) => ({ name, image: imageName, resources: SIDECAR_RESOURCES })),
          {
            name: 'postgres',
            image: imageName,
            ...(resources && { resources }),
            ports: [{ name: 'postgresql', containerPort: 5432 }],
          },
        ],
      },
    },
    pods: instances + 1, // one job at a time makes or copies a server's files
    claims: storage?.size === undefined ? [] : Array.from({ length: instances }, () => storage.size ?? ''),
    brings: [
      ...['rw', 'ro', 'r'].map((part) => ({ kind: 'Service', name: `${name}-${part}`, keys: [] })),
      { kind: 'Secret', name: `${name}-ca`, keys: ['ca.crt', 'ca.key'] },
    ],
  };
}

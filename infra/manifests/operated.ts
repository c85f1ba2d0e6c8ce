import type { Of } from './kinds.ts';
import { groupOf, type KubeObject } from './object.ts';
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
    readonly keys: readonly string[];
  }>;
}

/** What is made of an object by the operator of its kind, where we know it. */
export function operated(object: KubeObject): Operated | undefined {
  const is = (group: string, kind: string) => groupOf(object) === group && object.kind === kind;
  if (is('postgresql.cnpg.io', 'Cluster')) return ofCluster(object as Of<'Cluster'>);
  if (is('external-secrets.io', 'ExternalSecret')) return ofExternalSecret(object as Of<'ExternalSecret'>);
  return undefined;
}

/** Of the container that a plugin puts beside each server, where we tell it. */
export const SIDECAR_RESOURCES = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
};

/** Source: `ExternalSecret` of external-secrets.io/v1, whose template says all that is in the Secret. */
function ofExternalSecret({ spec: { target } }: Of<'ExternalSecret'>): Operated {
  return { brings: [{ kind: 'Secret', name: target.name, keys: Object.keys(target.template.data) }] };
}

/** Source: "Labels and annotations", "Service management" and "Certificates" of CloudNativePG 1.30. */
function ofCluster({ metadata: { name }, spec }: Of<'Cluster'>): Operated {
  const { instances, imageName, priorityClassName, resources, storage, plugins = [] } = spec;
  return {
    template: {
      metadata: { labels: { 'cnpg.io/cluster': name } },
      spec: {
        ...(priorityClassName !== undefined && { priorityClassName }),
        containers: [
          ...plugins.map(({ name }) => ({ name, image: imageName, resources: SIDECAR_RESOURCES })),
          {
            name: 'postgres',
            image: imageName,
            resources,
            ports: [{ name: 'postgresql', containerPort: 5432 }],
          },
        ],
      },
    },
    pods: instances + 1, // one job at a time makes or copies a server's files
    claims: Array(instances).fill(storage.size),
    brings: [
      ...['rw', 'ro', 'r'].map((part) => ({ kind: 'Service', name: `${name}-${part}`, keys: [] })),
      { kind: 'Secret', name: `${name}-ca`, keys: ['ca.crt', 'ca.key'] },
    ],
  };
}

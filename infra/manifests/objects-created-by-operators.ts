import { type KubeObject, kindOf, listOf } from './object.ts';
import type { Of } from './objects-of-kind.ts';
import type { PodTemplate } from './pod-template-types.ts';

/** Objects that an operator creates from a custom resource: pods that quotas and selectors cover, and referenced objects. */
export interface Operated {
  /** Pod template, with the parts that checks read; the rest is up to the operator. @default no pods */
  readonly template?: PodTemplate;
  /** Peak number of pods. */
  readonly pods?: number;
  /** Sizes of the claims. */
  readonly claims?: readonly string[];
  /** Core objects that exist once the resource is ready, with their keys. */
  readonly brings: ReadonlyArray<{
    readonly kind: string;
    readonly name: string;
    /** Undefined: only the operator knows. */
    readonly keys?: readonly string[];
  }>;
}

/** Returns the objects that an operator creates from an object; `undefined` for unknown kinds. */
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

/** Resources of the sidecar that a plugin adds to each server, where we set them. */
export const SIDECAR_RESOURCES = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
};

/** Source: `ExternalSecret` of external-secrets.io/v1: a template lists all keys of the Secret, `dataFrom` does not. */
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
    pods: instances + 1, // plus one Job at a time that initializes or copies a server's files
    claims: storage?.size === undefined ? [] : Array.from({ length: instances }, () => storage.size ?? ''),
    brings: [
      ...['rw', 'ro', 'r'].map((part) => ({ kind: 'Service', name: `${name}-${part}`, keys: [] })),
      { kind: 'Secret', name: `${name}-ca`, keys: ['ca.crt', 'ca.key'] },
    ],
  };
}

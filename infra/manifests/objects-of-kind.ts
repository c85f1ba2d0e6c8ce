import { type KubeObject, kindOf } from './object.ts';
import type { Container, PodTemplate } from './pod-template-types.ts';

/** An object of a kind with the fields that checks read. */
export type Of<K extends keyof Specs> = KubeObject & { readonly spec: Specs[K] };

/** Returns the objects of a kind. */
export function ofKind<K extends keyof Specs>(objects: readonly KubeObject[], kind: K): readonly Of<K>[] {
  return objects.filter((object): object is Of<K> => kindOf(object) === kind);
}

export type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: ReadonlyArray<{
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }>;
}

export interface Specs {
  Namespace: unknown;
  Deployment: {
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number } };
    readonly template: PodTemplate;
  };
  StatefulSet: {
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly volumeClaimTemplates?: ReadonlyArray<{
      readonly metadata: { readonly name: string };
      readonly spec: ClaimSpec;
    }>;
  };
  Job: { readonly parallelism?: number; readonly template: PodTemplate };
  Service: {
    readonly selector?: Labels;
    readonly ports?: ReadonlyArray<{
      readonly name?: string;
      readonly port: number;
      readonly targetPort?: number | string;
    }>;
  };
  Ingress: {
    readonly rules?: ReadonlyArray<{
      readonly http?: {
        readonly paths: ReadonlyArray<{
          readonly backend: {
            readonly service?: {
              readonly name: string;
              readonly port?: { readonly name?: string; readonly number?: number };
            };
          };
        }>;
      };
    }>;
  };
  Gateway: { readonly listeners: ReadonlyArray<{ readonly name: string }> };
  HTTPRoute: {
    readonly parentRefs?: ReadonlyArray<{
      readonly name: string;
      readonly namespace?: string;
      readonly sectionName?: string;
    }>;
    readonly rules?: ReadonlyArray<{
      readonly backendRefs?: ReadonlyArray<{
        readonly name: string;
        readonly namespace?: string;
        readonly port?: number;
      }>;
    }>;
  };
  HorizontalPodAutoscaler: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: ReadonlyArray<{ readonly resource?: { readonly name: string } }>;
  };
  PodDisruptionBudget: {
    readonly selector: LabelSelector;
    readonly minAvailable?: number;
    readonly maxUnavailable?: number;
  };
  /** Custom resource of CloudNativePG. */
  Cluster: {
    readonly instances?: number;
    readonly imageName?: string;
    readonly priorityClassName?: string;
    readonly resources: NonNullable<Container['resources']>;
    readonly storage?: { readonly size?: string; readonly storageClass?: string };
    readonly plugins?: ReadonlyArray<{ readonly name: string }>;
  };
  /** Custom resource of external-secrets. */
  ExternalSecret: {
    readonly target?: {
      readonly name?: string;
      readonly template?: { readonly data?: Readonly<Record<string, string>> };
    };
    readonly data?: ReadonlyArray<{ readonly secretKey: string }>;
    readonly dataFrom?: readonly unknown[];
  };
  PersistentVolumeClaim: ClaimSpec;
  ResourceQuota: { readonly hard: Readonly<Record<string, string | number>> };
  NetworkPolicy: {
    readonly podSelector: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: ReadonlyArray<{ readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }>;
    readonly egress?: ReadonlyArray<{ readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }>;
  };
}

export interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface ClaimSpec {
  readonly resources: { readonly requests: { readonly storage: string } };
}

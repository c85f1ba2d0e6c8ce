import { isBuiltIn } from './built-in-api-groups.ts';
import type { PodTemplate } from './pod-template-types.ts';

/** A Kubernetes object, as in a manifest. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Returns `Kind namespace/name`, or `Kind name` without a namespace. */
export function address(object: KubeObject): string {
  const { name, namespace } = object.metadata;
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Returns the API group, `''` for the core group. */
export function groupOf(object: { readonly apiVersion: string }): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}

/**
 * Returns the kind of an object if it is built into Kubernetes or of a known operator, and `Kind.group` for the same name
 * in any other group.
 */
export function kindOf(object: { readonly apiVersion: string; readonly kind: string }): string {
  const { kind } = object;
  const group = groupOf(object);
  const isKnown = isBuiltIn(group) || OPERATED[kind] === group;
  return isKnown ? kind : `${kind}.${group}`;
}

/** Kinds of known operators with their groups. */
const OPERATED: Readonly<Record<string, string>> = {
  AlertmanagerConfig: 'monitoring.coreos.com',
  Application: 'argoproj.io',
  Certificate: 'cert-manager.io',
  Cluster: 'postgresql.cnpg.io',
  ExternalSecret: 'external-secrets.io',
  GRPCRoute: 'gateway.networking.k8s.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
  HTTPRoute: 'gateway.networking.k8s.io',
  ObjectStore: 'barmancloud.cnpg.io',
  ScheduledBackup: 'postgresql.cnpg.io',
  SecretStore: 'external-secrets.io',
};

/** Returns the items of a list without nulls; empty for any other value, which the API server refuses. */
export function listOf<T>(value: T | readonly T[] | undefined | null): readonly NonNullable<T>[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : [];
}

/** True for cluster-scoped built-in kinds; custom kinds count as namespaced. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** Returns the template of the pods that an object creates; `undefined` if it creates none. */
export function podTemplate(object: KubeObject): PodTemplate | undefined {
  const path = podTemplatePath(object);
  if (path === undefined) return undefined;
  let value: unknown = object;
  for (const field of path) value = (value as Record<string, unknown> | undefined)?.[field];
  return value as PodTemplate | undefined;
}

/** Returns the path of the pod template; empty for a Pod, `undefined` for objects without pods. */
export function podTemplatePath(object: KubeObject): readonly string[] | undefined {
  const kind = kindOf(object);
  if (kind === 'Pod') return [];
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template'];
  return WITH_POD_TEMPLATE.has(kind) ? ['spec', 'template'] : undefined;
}

const WITH_POD_TEMPLATE = new Set([
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

const CLUSTER_SCOPED = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'IPAddress',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'StorageVersionMigration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

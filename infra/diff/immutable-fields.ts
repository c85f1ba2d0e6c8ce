import type { KubeObject } from '../manifests/object.ts';

/**
 * True when the API server refuses to change a field, so that the object has to be replaced.
 * Source: the update validation of each kind in `pkg/apis` of Kubernetes 1.36.
 */
export function isImmutable(object: KubeObject, path: string): boolean {
  if (object['immutable'] === true && /^(data|binaryData|stringData|immutable)\b/.test(path)) return true;
  return IMMUTABLE[object.kind]?.test(path) ?? false;
}

/** Fields that a StatefulSet and a claim may not change; the lookaheads list the mutable ones. */
const OF_STATEFUL_SET =
  /^spec\.(?!replicas|ordinals|template\b|updateStrategy|revisionHistoryLimit|minReadySeconds|persistentVolumeClaimRetentionPolicy)/;
const OF_CLAIM = /^spec\.(?!resources\.requests\.storage$|volumeAttributesClassName$)/;

const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  ClusterRoleBinding: /^roleRef/,
  DaemonSet: /^spec\.selector/,
  Deployment: /^spec\.selector/,
  Job: /^spec\.(template|selector|completions|completionMode|manualSelector|podFailurePolicy|backoffLimitPerIndex)/,
  PersistentVolumeClaim: OF_CLAIM,
  PriorityClass: /^(value|preemptionPolicy)$/,
  RoleBinding: /^roleRef/,
  Secret: /^type$/,
  Service: /^spec\.clusterIPs?$/,
  StatefulSet: OF_STATEFUL_SET,
  StorageClass: /^(provisioner|parameters|reclaimPolicy|volumeBindingMode)/,
};

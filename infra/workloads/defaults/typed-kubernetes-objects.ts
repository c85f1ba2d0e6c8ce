import { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { isClusterScoped } from '../../manifests/object.ts';

/**
 * A Kubernetes object, typed by cdk8s-plus-27.
 *
 * Only the types are used. Its classes take 15 ms to load, and silently drop every field added to the API after 1.27;
 * here the cluster gets exactly the props.
 */
export class Kube<K extends Kind> extends ApiObject {
  constructor(scope: Construct, id: string, kind: K, props: Props<K>) {
    super(scope, id, { apiVersion: API_VERSIONS[kind], kind, ...props });
  }

  /** Drops the chart's namespace from cluster-scoped objects: cdk8s puts it on those as well. */
  override toJson(): unknown {
    const { metadata, ...object } = super.toJson();
    const { namespace: _, ...clusterWide } = metadata;
    return { ...object, metadata: isClusterScoped(this.kind) ? clusterWide : metadata };
  }
}

/**
 * An object of a custom kind. Its spec is typed by the caller, and checked against the real
 * CustomResourceDefinition by the dry run of the end-to-end tests.
 */
export class CustomResource<Spec extends object> extends ApiObject {
  constructor(scope: Construct, id: string, kind: CustomKind, props: { metadata: Metadata; spec: Spec }) {
    super(scope, id, { ...kind, ...props });
  }
}

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Props of an object of a kind. The name is always stated: a derived one changes when code moves. */
export type Props<K extends Kind> = Omit<Plain<Kinds[K]>, 'metadata'> & { readonly metadata: Metadata };

interface Metadata {
  readonly name: string;
  /** @default the chart's; none for cluster-scoped objects */
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

export type PodTemplate = Plain<k8s.PodTemplateSpec>;
export type Container = Plain<k8s.Container>;
export type Volume = Plain<k8s.Volume>;
export type Probe = Plain<k8s.Probe>;
export type NetworkPolicyPeer = Plain<k8s.NetworkPolicyPeer>;
export type NetworkPolicyPort = Plain<k8s.NetworkPolicyPort>;

export type Kind = keyof Kinds;

interface Kinds {
  ClusterRole: k8s.KubeClusterRoleProps;
  ClusterRoleBinding: k8s.KubeClusterRoleBindingProps;
  ConfigMap: k8s.KubeConfigMapProps;
  CronJob: k8s.KubeCronJobProps;
  DaemonSet: k8s.KubeDaemonSetProps;
  Deployment: k8s.KubeDeploymentProps;
  HorizontalPodAutoscaler: k8s.KubeHorizontalPodAutoscalerV2Props;
  Ingress: k8s.KubeIngressProps;
  Job: k8s.KubeJobProps;
  LimitRange: k8s.KubeLimitRangeProps;
  Namespace: k8s.KubeNamespaceProps;
  NetworkPolicy: k8s.KubeNetworkPolicyProps;
  PersistentVolumeClaim: k8s.KubePersistentVolumeClaimProps;
  PodDisruptionBudget: k8s.KubePodDisruptionBudgetProps;
  PriorityClass: k8s.KubePriorityClassProps;
  ResourceQuota: k8s.KubeResourceQuotaProps;
  Role: k8s.KubeRoleProps;
  RoleBinding: k8s.KubeRoleBindingProps;
  Secret: k8s.KubeSecretProps;
  Service: k8s.KubeServiceProps;
  ServiceAccount: k8s.KubeServiceAccountProps;
  StatefulSet: k8s.KubeStatefulSetProps;
  StorageClass: k8s.KubeStorageClassProps;
  ValidatingAdmissionPolicy: { readonly metadata?: object; readonly spec: object };
  ValidatingAdmissionPolicyBinding: { readonly metadata?: object; readonly spec: object };
}

const API_VERSIONS: Readonly<Record<Kind, string>> = {
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  LimitRange: 'v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PersistentVolumeClaim: 'v1',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  ResourceQuota: 'v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Secret: 'v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  ValidatingAdmissionPolicy: 'admissionregistration.k8s.io/v1',
  ValidatingAdmissionPolicyBinding: 'admissionregistration.k8s.io/v1',
};

/** Types of cdk8s-plus-27 with plain values instead of wrapper objects, and with later fields of the API. */
type Plain<T> = T extends Wrapper
  ? keyof T extends keyof Wrapper
    ? Wrapper['value']
    : PlainFields<T>
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? PlainFields<T>
      : T;

type PlainFields<T> = {
  readonly [Field in keyof T as Field extends keyof RealNames
    ? RealNames[Field]
    : Field]: Field extends keyof Since127 ? Since127[Field] : Plain<T[Field]>;
};

/** Quantity and IntOrString have the same shape. */
type Wrapper = k8s.Quantity & k8s.IntOrString;

/** Fields added to the API after 1.27, by the name of the field that holds them. */
interface Since127 {
  /** `sleep` needs no shell in the image; available since 1.30, on by default. */
  preStop: { readonly sleep: { readonly seconds: number } };
}

/** Fields that the types spell differently from the API; those of CustomResourceDefinitions are left out. */
interface RealNames {
  clientIp: 'clientIP';
  clusterIp: 'clusterIP';
  datasetUuid: 'datasetUUID';
  diskUri: 'diskURI';
  downwardApi: 'downwardAPI';
  externalId: 'externalID';
  hostIp: 'hostIP';
  hostIpc: 'hostIPC';
  hostPid: 'hostPID';
  insecureSkipTlsVerify: 'insecureSkipTLSVerify';
  loadBalancerIp: 'loadBalancerIP';
  nodeId: 'nodeID';
  nonResourceUrLs: 'nonResourceURLs';
  pdId: 'pdID';
  podCidr: 'podCIDR';
  podCidRs: 'podCIDRs';
  providerId: 'providerID';
  scaleIo: 'scaleIO';
  setHostnameAsFqdn: 'setHostnameAsFQDN';
  storagePolicyId: 'storagePolicyID';
  targetCpuUtilizationPercentage: 'targetCPUUtilizationPercentage';
  targetWwNs: 'targetWWNs';
  volumeId: 'volumeID';
}

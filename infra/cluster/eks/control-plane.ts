import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Cluster } from '@pulumi/eks/cluster.js';
import * as pulumi from '@pulumi/pulumi';
import { ADD_ON_VERSIONS, type EksVersion } from './add-on-versions.ts';
import { tagsOf } from './tags.ts';

/** An IAM user or role, and its rights in the cluster. */
export interface AccessEntry {
  /** ARN of the user or role. */
  readonly principal: string;
  readonly policy?: keyof typeof POLICIES;
  readonly groups: readonly string[];
}

export interface ControlPlaneArgs {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly version: EksVersion;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** ARN of the key that encrypts Secrets. */
  readonly secretsKey: pulumi.Input<string>;
  /** Ranges that may reach the API server from outside. @default none - it has no public endpoint */
  readonly publicAccess?: readonly string[] | undefined;
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;
  readonly logRetentionDays: number;
  /** True for EKS Auto Mode, where AWS manages the nodes and their add-ons. */
  readonly autoMode: boolean;
  /** Protects it from deletion, in Pulumi and in AWS. */
  readonly protect: boolean;
}

/**
 * The EKS control plane, created by the component of @pulumi/eks, without anything that runs on it. Nodes and add-ons are
 * resources of our own, because the component starts them in an order of its own.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** ARN of the cluster; unique, and known before the cluster exists. */
  readonly arn: string;
  /** Name of the cluster, as an output: resources that use it are destroyed before the cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** Kubeconfig that signs in with `aws eks get-token`; it holds no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Security group of every node, and so of every pod. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;

  constructor(id: string, args: ControlPlaneArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:ControlPlane', id, {}, opts);
    const { name, version, publicAccess, autoMode } = args;
    // Created before the cluster, or EKS creates one without retention.
    const logs = new LogGroup(
      `${name}-control-plane`,
      {
        name: `/aws/eks/${name}/cluster`,
        retentionInDays: args.logRetentionDays,
        tags: tagsOf('control-plane'),
      },
      { parent: this },
    );
    const cluster = new Cluster(
      name,
      {
        name,
        version,
        upgradePolicy: { supportType: 'STANDARD' },
        deletionProtection: args.protect,
        vpcId: args.vpcId,
        privateSubnetIds: [...args.privateSubnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccess !== undefined,
        ...(publicAccess && { publicAccessCidrs: [...publicAccess] }),
        authenticationMode: 'API',
        accessEntries: Object.fromEntries(
          Object.entries(args.accessEntries).map(([entry, access]) => [entry, entryOf(access)]),
        ),
        encryptionConfigKeyArn: args.secretsKey,
        enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        createOidcProvider: false,
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        createInstanceRole: false,
        // We manage all add-ons ourselves, except kube-proxy, whose order does not matter.
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
        corednsAddonOptions: { enabled: false },
        kubeProxyAddonOptions: autoMode
          ? { enabled: false }
          : { enabled: true, version: ADD_ON_VERSIONS[version]['kube-proxy'] },
        ...(autoMode && { autoMode: { enabled: true } }),
        tags: tagsOf('control-plane', name),
      },
      // A remote component does not inherit providers from its parent, so they are passed explicitly.
      {
        parent: this,
        dependsOn: [logs],
        ...(opts.providers && { providers: opts.providers }),
        ...(args.protect && { transforms: [protectedCluster] }),
      },
    );
    this.arn = arnOf(args);
    // The component is a mere parent of the cluster; only its outputs depend on the resources inside.
    this.clusterName = cluster.clusterSecurityGroupId.apply(() => name);
    this.kubeconfig = pulumi.secret(cluster.kubeconfigJson);
    this.nodeSecurityGroupId = cluster.clusterSecurityGroupId;
    this.registerOutputs({ arn: this.arn });
  }
}

/** ARN of a cluster, before it exists. */
export function arnOf({
  region,
  account,
  name,
}: Pick<ControlPlaneArgs, 'region' | 'account' | 'name'>): string {
  return `arn:aws:eks:${region}:${account}:cluster/${name}`;
}

/** Protects only the cluster inside the component: access entries and rules may go. */
function protectedCluster({ type, props, opts }: pulumi.ResourceTransformArgs) {
  if (type !== 'aws:eks/cluster:Cluster') return undefined;
  return { props, opts: { ...opts, protect: true } };
}

/** Names of the EKS access policies. */
const POLICIES = {
  'cluster-admin': 'AmazonEKSClusterAdminPolicy',
  admin: 'AmazonEKSAdminPolicy',
  edit: 'AmazonEKSEditPolicy',
  view: 'AmazonEKSViewPolicy',
} as const;

function entryOf({ principal, policy, groups }: AccessEntry) {
  const policyArn = policy && `arn:aws:eks::aws:cluster-access-policy/${POLICIES[policy]}`;
  return {
    principalArn: principal,
    kubernetesGroups: [...groups],
    ...(policy &&
      policyArn && { accessPolicies: { [policy]: { policyArn, accessScope: { type: 'cluster' } } } }),
    tags: tagsOf('control-plane'),
  };
}

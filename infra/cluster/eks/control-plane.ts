import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Cluster } from '@pulumi/eks/cluster.js';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf } from './tags.ts';
import { ADD_ON_VERSIONS, type EksVersion } from './versions.ts';

/** An IAM user or role, and what it may do. */
export interface AccessEntry {
  /** ARN. */
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
  /** ARN of the key that Secrets are encrypted with. */
  readonly secretsKey: pulumi.Input<string>;
  /** Ranges that reach the API server from outside. @default none - it has no public address */
  readonly publicAccess?: readonly string[] | undefined;
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;
  readonly logRetentionDays: number;
  /** Whether AWS makes the nodes, and what pods need of them. */
  readonly autoMode: boolean;
  /** Whether Pulumi and AWS refuse to delete it. */
  readonly protect: boolean;
}

/**
 * The control plane of EKS, by the component of @pulumi/eks: nothing that runs on it. Nodes and add-ons are resources of our
 * own, because the component starts them in an order of its own.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** A name that no other cluster has; known before it is made. */
  readonly arn: string;
  /** Of what belongs to the cluster: whatever has it from here is destroyed before the cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** It signs in by `aws eks get-token`; no credentials are in it. */
  readonly kubeconfig: pulumi.Output<string>;
  /** That of every node, and so of every pod. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;

  constructor(id: string, args: ControlPlaneArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:ControlPlane', id, {}, opts);
    const { name, version, publicAccess, autoMode } = args;
    // Before the cluster, or EKS makes one that is kept for ever.
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
        // All add-ons are ours, but for kube-proxy, whose order does not matter.
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
        corednsAddonOptions: { enabled: false },
        kubeProxyAddonOptions: autoMode
          ? { enabled: false }
          : { enabled: true, version: ADD_ON_VERSIONS[version]['kube-proxy'] },
        ...(autoMode && { autoMode: { enabled: true } }),
        tags: tagsOf('control-plane', name),
      },
      // A remote component is told of the providers that it is given, and of none that its parent has.
      {
        parent: this,
        dependsOn: [logs],
        ...(opts.providers && { providers: opts.providers }),
        ...(args.protect && { transforms: [protectedCluster] }),
      },
    );
    this.arn = arnOf(args);
    // The component is no more than a parent of the cluster, and only outputs lead to what is in it.
    this.clusterName = cluster.clusterSecurityGroupId.apply(() => name);
    this.kubeconfig = pulumi.secret(cluster.kubeconfigJson);
    this.nodeSecurityGroupId = cluster.clusterSecurityGroupId;
    this.registerOutputs({ arn: this.arn });
  }
}

/** What AWS calls a cluster, before there is one. */
export function arnOf({
  region,
  account,
  name,
}: Pick<ControlPlaneArgs, 'region' | 'account' | 'name'>): string {
  return `arn:aws:eks:${region}:${account}:cluster/${name}`;
}

/** Of what is inside of the component, the cluster alone: access entries and rules may go. */
function protectedCluster({ type, props, opts }: pulumi.ResourceTransformArgs) {
  if (type !== 'aws:eks/cluster:Cluster') return undefined;
  return { props, opts: { ...opts, protect: true } };
}

/** What AWS calls what an entry may do. */
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

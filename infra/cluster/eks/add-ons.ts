import { Addon } from '@pulumi/aws/eks/addon.js';
import * as pulumi from '@pulumi/pulumi';
import { ADD_ON_VERSIONS, type AddOnName, type EksVersion } from './add-on-versions.ts';
import { podIdentity } from './pod-identity.ts';
import type { Statement } from './service-role.ts';
import { tagsOf } from './tags.ts';

export interface AddOnsArgs {
  /** Prefix of their names. */
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  /** Version of Kubernetes. */
  readonly version: EksVersion;
}

export interface AddOnArgs extends AddOnsArgs {
  readonly addOn: AddOnName;
  /** Rights in AWS, through Pod Identity. @default none - it makes no calls to AWS */
  readonly identity?: {
    /** Service accounts in `kube-system`. */
    readonly accounts: readonly string[];
    readonly managed: readonly string[];
    readonly statements?: pulumi.Input<readonly Statement[]>;
  };
  /** Configuration in the add-on's own schema. @default its own */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Add-ons that make a node ready for pods; they have to exist before the first node. */
export class AddOnsBeforeNodes extends pulumi.ComponentResource {
  constructor(id: string, cluster: AddOnsArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:AddOnsBeforeNodes', id, {}, opts);
    const agent = addOn({ ...cluster, addOn: 'eks-pod-identity-agent' }, { parent: this });
    addOn(
      {
        ...cluster,
        addOn: 'vpc-cni',
        identity: { accounts: ['aws-node'], managed: ['AmazonEKS_CNI_Policy'] },
        configuration: { enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true' } },
      },
      { parent: this, dependsOn: [agent] },
    );
    this.registerOutputs({});
  }
}

export interface AddOnsAfterNodesArgs extends AddOnsArgs {
  /** ARN of the key that encrypts volumes. */
  readonly dataKey: pulumi.Input<string>;
  /** True when Auto Mode provides DNS and block storage itself. */
  readonly autoMode: boolean;
}

/** Add-ons that run as pods: without nodes they would never become ready. */
export class AddOnsAfterNodes extends pulumi.ComponentResource {
  constructor(id: string, args: AddOnsAfterNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:AddOnsAfterNodes', id, {}, opts);
    const { dataKey, autoMode, ...cluster } = args;
    const here = { parent: this };
    if (!autoMode) {
      addOn({ ...cluster, addOn: 'coredns' }, here);
      addOn(
        {
          ...cluster,
          addOn: 'aws-ebs-csi-driver',
          identity: {
            accounts: ['ebs-csi-controller-sa'],
            managed: ['AmazonEBSCSIDriverPolicyV2'],
            statements: pulumi.output(dataKey).apply(useOfKey),
          },
        },
        here,
      );
    }
    addOn(
      {
        ...cluster,
        addOn: 'aws-efs-csi-driver',
        identity: {
          accounts: ['efs-csi-controller-sa'],
          managed: ['service-role/AmazonEFSCSIDriverPolicy'],
        },
      },
      here,
    );
    addOn({ ...cluster, addOn: 'metrics-server' }, here);
    this.registerOutputs({});
  }
}

function addOn(args: AddOnArgs, opts: pulumi.CustomResourceOptions): Addon {
  const { clusterName, version, addOn: addonName, identity, configuration } = args;
  const name = `${args.name}-${addonName}`;
  const known = identity
    ? podIdentity({ name, clusterName, component: 'add-ons', namespace: 'kube-system', ...identity }, opts)
    : [];
  const before = (opts.dependsOn ?? []) as readonly pulumi.Resource[];
  return new Addon(
    name,
    {
      clusterName,
      addonName,
      addonVersion: ADD_ON_VERSIONS[version][addonName],
      // Manual changes are overwritten by our configuration.
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      ...(configuration && { configurationValues: JSON.stringify(configuration) }),
      tags: tagsOf('add-ons', name),
    },
    { ...opts, dependsOn: [...before, ...known] },
  );
}

/** Rights to encrypt volumes with a key, and to grant EC2 its use when it attaches them. */
function useOfKey(key: string): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
      Resource: key,
    },
    {
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: key,
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate.js';
import { NodeGroup } from '@pulumi/aws/eks/nodeGroup.js';
import * as pulumi from '@pulumi/pulumi';
import { serviceRole } from './service-role.ts';
import { tagsOf } from './tags.ts';

export interface NodesArgs {
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly version: string;
  /** Private subnets, in the order of the zones. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Letters of the zones. */
  readonly zones: readonly string[];
  readonly architecture: 'x86_64' | 'arm64';
  /** @default a general-purpose type of the architecture, with two cores and 8 GiB */
  readonly instanceTypes?: readonly string[] | undefined;
  readonly perZone: { readonly min: number; readonly max: number; readonly desired: number };
  readonly diskGibibytes: number;
  /** Tags for what AWS creates from the launch template, which default tags do not reach. */
  readonly ownerTags: Readonly<Record<string, string>>;
}

/** Managed node groups, one in each zone, whose nodes are replaced one at a time. */
export class Nodes extends pulumi.ComponentResource {
  readonly groups: readonly NodeGroup[];

  constructor(id: string, args: NodesArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Nodes', id, {}, opts);
    const { name, version, architecture, perZone } = args;
    const here = { parent: this };
    const instanceTypes = args.instanceTypes ?? GENERAL[architecture];
    // No CNI policy here: the VPC CNI add-on has it through its own service account.
    const role = serviceRole(
      {
        name: `${name}-node`,
        service: 'ec2.amazonaws.com',
        component: 'nodes',
        managed: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
      },
      here,
    );
    const template = new LaunchTemplate(
      `${name}-node`,
      {
        updateDefaultVersion: true,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          // A pod is one hop further, so it gets none of the node's credentials.
          httpPutResponseHopLimit: 1,
        },
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: {
              volumeType: 'gp3',
              volumeSize: args.diskGibibytes,
              encrypted: 'true',
              deleteOnTermination: 'true',
            },
          },
        ],
        tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
          resourceType,
          tags: { ...args.ownerTags, ...tagsOf('nodes', `${name}-node`) },
        })),
        tags: tagsOf('nodes', `${name}-node`),
      },
      here,
    );
    this.groups = args.privateSubnetIds.map(
      (subnetId, at) =>
        new NodeGroup(
          `${name}-${args.zones[at]}`,
          {
            clusterName: args.clusterName,
            version,
            nodeRoleArn: role.arn,
            subnetIds: [subnetId],
            amiType: architecture === 'arm64' ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD',
            instanceTypes: [...instanceTypes],
            launchTemplate: {
              id: template.id,
              version: template.latestVersion.apply(String),
            },
            scalingConfig: { minSize: perZone.min, maxSize: perZone.max, desiredSize: perZone.desired },
            updateConfig: { maxUnavailable: 1 },
            nodeRepairConfig: { enabled: true },
            tags: tagsOf('nodes', `${name}-${args.zones[at]}`),
          },
          { ...here, dependsOn: [...role.ready] },
        ),
    );
    this.registerOutputs({});
  }
}

/** Default instance types by architecture. */
export const GENERAL = { x86_64: ['m7i.large'], arm64: ['m7g.large'] } as const;

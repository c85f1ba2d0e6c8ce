import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { Eip } from '@pulumi/aws/ec2/eip.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint.js';
import * as pulumi from '@pulumi/pulumi';
import { subnetsOf } from '../../settings/split-vpc-cidr.ts';
import { flowLog } from './flow-log.ts';
import { tagsOf } from './tags.ts';

export interface NetworkArgs {
  /** Prefix of all names in it. */
  readonly name: string;
  readonly region: string;
  /** Range of the VPC, for example `10.64.0.0/16`. */
  readonly cidr: string;
  /** Letters of three zones. */
  readonly zones: readonly string[];
  readonly natGateways: 'per-zone' | 'one';
  readonly flowLogs: boolean;
  readonly logRetentionDays: number;
}

/** A VPC over three zones: nodes and data in private subnets, load balancers and NAT gateways in public ones. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** Private subnets, in the order of the zones. */
  readonly privateSubnetIds: readonly pulumi.Output<string>[];

  constructor(id: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Network', id, {}, opts);
    const { name, region, cidr, zones, natGateways } = args;
    const here = { parent: this };
    const tags = (suffix: string) => tagsOf('network', `${name}-${suffix}`);
    const vpc = new Vpc(
      name,
      { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: tagsOf('network', name) },
      here,
    );
    const vpcId = vpc.id;
    // Unused, and stripped of its rules so that nothing can come to rely on it.
    new DefaultSecurityGroup(`${name}-unused`, { vpcId, tags: tags('unused') }, here);
    const gateway = new InternetGateway(name, { vpcId, tags: tagsOf('network', name) }, here);

    const ranges = subnetsOf(cidr);
    const subnet = (kind: 'private' | 'public', role: string) => (zone: string, at: number) =>
      new Subnet(
        `${name}-${kind}-${zone}`,
        {
          vpcId,
          cidrBlock: ranges[kind][at],
          availabilityZone: `${region}${zone}`,
          mapPublicIpOnLaunch: false,
          // The load balancer controller discovers subnets by these tags.
          tags: { ...tags(`${kind}-${zone}`), [`kubernetes.io/role/${role}`]: '1' },
        },
        here,
      );
    const publicSubnets = zones.map(subnet('public', 'elb'));
    const privateSubnets = zones.map(subnet('private', 'internal-elb'));

    const table = (suffix: string) =>
      new RouteTable(`${name}-${suffix}`, { vpcId, tags: tags(suffix) }, here);
    const open = table('public');
    const outside = { destinationCidrBlock: '0.0.0.0/0' };
    const wayOut = new Route(
      `${name}-public`,
      { routeTableId: open.id, ...outside, gatewayId: gateway.id },
      here,
    );
    const joined = (at: Subnet, suffix: string, routeTable: RouteTable) =>
      new RouteTableAssociation(`${name}-${suffix}`, { subnetId: at.id, routeTableId: routeTable.id }, here);
    for (const [index, at] of publicSubnets.entries()) joined(at, `public-${zones[index]}`, open);

    const nats = publicSubnets.slice(0, natGateways === 'one' ? 1 : zones.length).map((at, index) => {
      const suffix = `nat-${zones[index]}`;
      const address = new Eip(`${name}-${suffix}`, { domain: 'vpc', tags: tags(suffix) }, here);
      return new NatGateway(
        `${name}-${suffix}`,
        { subnetId: at.id, allocationId: address.id, tags: tags(suffix) },
        { ...here, dependsOn: [wayOut] },
      );
    });
    const closed = privateSubnets.map((at, index) => {
      const suffix = `private-${zones[index]}`;
      const routeTable = table(suffix);
      const natGatewayId = (nats[index] ?? nats[0])?.id;
      if (natGatewayId)
        new Route(`${name}-${suffix}`, { routeTableId: routeTable.id, ...outside, natGatewayId }, here);
      joined(at, suffix, routeTable);
      return routeTable;
    });
    // Traffic to S3, for images and backups, bypasses the NAT gateways, which are billed by the byte.
    new VpcEndpoint(
      `${name}-s3`,
      {
        vpcId,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${region}.s3`,
        routeTableIds: closed.map(({ id: table }) => table),
        tags: tags('s3'),
      },
      here,
    );
    if (args.flowLogs) flowLog({ name, vpcId, retentionDays: args.logRetentionDays }, here);
    this.vpcId = vpcId;
    this.privateSubnetIds = privateSubnets.map(({ id: subnet }) => subnet);
    this.registerOutputs({ vpcId });
  }
}

import { eachIsFound, instead, set } from '../testing/mutate-registrations-and-expect-findings.ts';

const CLUSTER = 'eks:index:Cluster finance';
const NODES = 'aws:eks/nodeGroup:NodeGroup finance-a';
const PRIVATE = 'aws:ec2/subnet:Subnet finance-private-a';
const PUBLIC = 'aws:ec2/subnet:Subnet finance-public-a';

eachIsFound([
  {
    broken: 'a cluster in a public subnet',
    at: CLUSTER,
    how: instead(PRIVATE, PUBLIC),
    found: 'is not in private subnets alone',
  },
  {
    broken: 'nodes in a public subnet',
    at: NODES,
    how: instead(PRIVATE, PUBLIC),
    found: 'is not in private subnets alone',
  },
  {
    broken: 'nodes twice in one zone',
    at: NODES,
    how: instead(PRIVATE, 'aws:ec2/subnet:Subnet finance-private-b'),
    found: 'is one of node groups that are not over three zones',
  },
  {
    broken: 'a subnet without its tag',
    at: PRIVATE,
    how: set('tags', { component: 'network' }),
    found: [
      [PRIVATE, 'is neither tagged for load balancers of the internet nor for internal ones, or for both'],
      ['aws:ec2/subnet:Subnet finance-private-b', 'is one of subnets that are not over three zones'],
      [CLUSTER, 'is not in private subnets alone'],
      [NODES, 'is not in private subnets alone'],
      ['aws:efs/mountTarget:MountTarget finance-uploads-a', 'is not in private subnets alone'],
      ['aws:rds/subnetGroup:SubnetGroup finance-database', 'is not in private subnets alone'],
      ['aws:elasticache/subnetGroup:SubnetGroup finance-cache', 'is not in private subnets alone'],
    ],
  },
  {
    broken: 'two subnets in one zone',
    at: PUBLIC,
    how: set('availabilityZone', 'eu-central-1b'),
    found: 'is one of subnets that are not over three zones',
  },
  {
    broken: 'public addresses by default',
    at: PRIVATE,
    how: set('mapPublicIpOnLaunch', true),
    found: 'gives public addresses',
  },
  {
    broken: 'a way from the internet to the nodes',
    at: 'aws:ec2/route:Route finance-private-a',
    how: instead(
      'aws:ec2/natGateway:NatGateway finance-nat-a',
      'aws:ec2/internetGateway:InternetGateway finance',
    ),
    found: [
      ['aws:ec2/route:Route finance-private-a', 'leads from the internet into a private subnet'],
      [PRIVATE, 'has no way out, not even to the control plane'],
    ],
  },
  {
    broken: 'a private subnet without a way out',
    at: 'aws:ec2/route:Route finance-private-a',
    how: set('destinationCidrBlock', '10.0.0.0/8'),
    found: [[PRIVATE, 'has no way out, not even to the control plane']],
  },
  {
    broken: 'a database open to the whole network',
    at: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule finance-database',
    how: set('cidrIpv4', '0.0.0.0/0'),
    found: 'lets others in than the nodes',
  },
  {
    broken: 'rules in the group itself',
    at: 'aws:ec2/securityGroup:SecurityGroup finance-database',
    how: set('ingress', [{ cidrBlocks: ['0.0.0.0/0'] }]),
    found: 'has rules of its own',
  },
  {
    broken: 'a database in public subnets',
    at: 'aws:rds/subnetGroup:SubnetGroup finance-database',
    how: instead(PRIVATE, PUBLIC),
    found: 'is not in private subnets alone',
  },
  {
    broken: 'files in a public subnet',
    at: 'aws:efs/mountTarget:MountTarget finance-uploads-a',
    how: instead(PRIVATE, PUBLIC),
    found: 'is not in private subnets alone',
  },
]);

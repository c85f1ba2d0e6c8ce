import { drop, eachIsFound, instead, set } from '../testing/mutate-registrations-and-expect-findings.ts';

const CLUSTER = 'eks:index:Cluster finance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate finance-node';
const NODES = 'aws:eks/nodeGroup:NodeGroup finance-a';
const PRIVATE = 'aws:ec2/subnet:Subnet finance-private-a';
const CHART = 'kubernetes:helm.sh/v3:Release add-on/aws-load-balancer-controller';
const addOn = (name: string) => `aws:eks/addon:Addon finance-${name}`;

eachIsFound([
  {
    broken: 'a public endpoint for everybody',
    at: CLUSTER,
    how: (one) => Object.assign(one.inputs, { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] }),
    found: 'is open to the internet',
  },
  {
    broken: 'a public endpoint without ranges',
    at: CLUSTER,
    how: set('endpointPublicAccess', true),
    found: 'is open to the internet',
  },
  {
    broken: 'no private endpoint',
    at: CLUSTER,
    how: set('endpointPrivateAccess', false),
    found: 'is not reached from inside of its network',
  },
  {
    broken: 'Secrets without a key',
    at: CLUSTER,
    how: set('encryptionConfigKeyArn', undefined),
    found: 'keeps Secrets without a key of ours',
  },
  {
    broken: 'the old way to let people in',
    at: CLUSTER,
    how: set('authenticationMode', 'CONFIG_MAP'),
    found: 'lets people in by more than access entries',
  },
  {
    broken: 'extended support',
    at: CLUSTER,
    how: set('upgradePolicy.supportType', 'EXTENDED'),
    found: 'goes on to paid extended support',
  },
  {
    broken: 'no audit log',
    at: CLUSTER,
    how: set('enabledClusterLogTypes', ['api']),
    found: 'does not keep all five logs',
  },
  { broken: 'any version', at: CLUSTER, how: set('version', undefined), found: 'has no version' },
  {
    broken: 'a hop limit of two',
    at: TEMPLATE,
    how: set('metadataOptions.httpPutResponseHopLimit', 2),
    found: 'lets pods have the credentials of their node',
  },
  {
    broken: 'metadata without a token',
    at: TEMPLATE,
    how: set('metadataOptions.httpTokens', 'optional'),
    found: 'lets nodes ask for credentials by a plain request',
  },
  {
    broken: 'a disk that is not encrypted',
    at: TEMPLATE,
    how: (one) =>
      set('blockDeviceMappings', [
        { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', encrypted: 'false' } },
      ])(one),
    found: 'has disks that are not encrypted, or not gp3',
  },
  {
    broken: 'a second disk, beside the one that the system starts from',
    at: TEMPLATE,
    how: set('blockDeviceMappings.0.deviceName', '/dev/sda1'),
    found: 'has disks that are not encrypted, or not gp3',
  },
  {
    broken: 'a role that pods may not mark',
    at: 'aws:iam/role:Role finance-vpc-cni',
    how: set(
      'assumeRolePolicy',
      '{"Statement":[{"Action":"sts:AssumeRole","Principal":{"Service":"pods.eks.amazonaws.com"}}]}',
    ),
    found: 'cannot be taken on by pods, whose sessions are marked',
  },
  {
    broken: 'nodes without a template',
    at: NODES,
    how: instead(TEMPLATE, PRIVATE),
    found: 'has no launch template',
  },
  {
    broken: 'nodes of an old system',
    at: NODES,
    how: set('amiType', 'AL2_x86_64'),
    found: 'is not of Amazon Linux 2023',
  },
  { broken: 'a chart of any version', at: CHART, how: set('version', undefined), found: 'is not pinned' },
  {
    broken: 'an add-on of any version',
    at: addOn('coredns'),
    how: set('addonVersion', undefined),
    found: 'is not pinned',
  },
  {
    broken: 'a network without policies',
    at: addOn('vpc-cni'),
    how: set('configurationValues', '{}'),
    found: 'does not hold network policies',
  },
  {
    broken: 'a network of Auto Mode without policies',
    at: 'kubernetes:core/v1:ConfigMap network-policies',
    how: drop,
    found: [[CLUSTER, 'does not hold network policies']],
  },
  {
    broken: 'an Auto Mode that is off',
    on: 'Auto Mode',
    at: CLUSTER,
    how: set('autoMode', undefined),
    found: 'has no nodes',
  },
  {
    broken: 'volumes of Auto Mode with tags of ours',
    on: 'Auto Mode',
    at: 'kubernetes:storage.k8s.io/v1:StorageClass gp3',
    how: set('parameters.tagSpecification_1', 'project=finance-platform'),
    found: 'is to have tags that Auto Mode may not set',
  },
]);

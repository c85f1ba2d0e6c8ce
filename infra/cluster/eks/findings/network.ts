import {
  type Finding,
  failing,
  input,
  keyOf,
  ofType,
  type Recorded,
} from './filter-registrations-into-findings.ts';

/** Findings on subnets, routes and security groups. */
export function networkFindings(all: readonly Recorded[]): readonly Finding[] {
  const subnets = ofType(all, 'ec2/subnet:Subnet');
  const closed = subnets.filter(
    (one) => input(one, 'tags')?.['kubernetes.io/role/internal-elb' as never] === '1',
  );
  const open = subnets.filter((one) => input(one, 'tags')?.['kubernetes.io/role/elb' as never] === '1');
  const closedKeys = closed.map(keyOf);
  const subnetsOf = ({ inputsOf }: Recorded) => inputsOf.filter((key) => key.startsWith('aws:ec2/subnet:'));
  const inside = (one: Recorded) =>
    subnetsOf(one).length > 0 && subnetsOf(one).every((key) => closedKeys.includes(key));
  const groups = ofType(all, 'eks/nodeGroup:NodeGroup');
  const behind = [
    ...all.filter(({ type }) => type === 'eks:index:Cluster'),
    ...groups,
    ...ofType(all, 'efs/mountTarget:MountTarget'),
    ...ofType(all, 'rds/subnetGroup:SubnetGroup'),
    ...ofType(all, 'elasticache/subnetGroup:SubnetGroup'),
  ];
  const tablesOf = (subnet: Recorded) =>
    ofType(all, 'ec2/routeTableAssociation:RouteTableAssociation')
      .filter((one) => subnetsOf(one).includes(keyOf(subnet)))
      .flatMap(({ inputsOf }) => inputsOf.filter((key) => key.startsWith('aws:ec2/routeTable:')));
  const routesOf = (table: string) =>
    ofType(all, 'ec2/route:Route').filter(({ inputsBy }) => inputsBy['routeTableId']?.includes(table));
  const leadsOut = (route: Recorded) =>
    input(route, 'destinationCidrBlock') === '0.0.0.0/0' &&
    !!route.inputsBy['natGatewayId']?.some((key) => key.startsWith('aws:ec2/natGateway:'));
  const tablesOfClosed = closed.flatMap(tablesOf);
  const zones = (of: readonly Recorded[]) => new Set(of.map((one) => input(one, 'availabilityZone'))).size;

  return [
    ...failing(
      subnets,
      (one) => closed.includes(one) !== open.includes(one),
      'is neither tagged for load balancers of the internet nor for internal ones, or for both',
    ),
    ...[closed, open].flatMap((some) =>
      failing(some.slice(0, 1), () => zones(some) === 3, 'is one of subnets that are not over three zones'),
    ),
    ...failing(subnets, (one) => input(one, 'mapPublicIpOnLaunch') === false, 'gives public addresses'),
    ...failing(
      ofType(all, 'ec2/route:Route').filter(({ inputsOf }) =>
        inputsOf.some((key) => tablesOfClosed.includes(key)),
      ),
      ({ inputsOf }) => !inputsOf.some((key) => key.includes(':InternetGateway ')),
      'leads from the internet into a private subnet',
    ),
    ...failing(
      closed,
      (one) => tablesOf(one).some((table) => routesOf(table).some(leadsOut)),
      'has no way out, not even to the control plane',
    ),
    ...failing(behind, inside, 'is not in private subnets alone'),
    ...failing(
      groups.slice(0, 1),
      () => new Set(groups.flatMap(subnetsOf)).size === 3,
      'is one of node groups that are not over three zones',
    ),
    ...failing(
      ofType(all, 'vpc/securityGroupIngressRule:SecurityGroupIngressRule'),
      ({ inputs, inputsOf }) =>
        inputs['cidrIpv4'] === undefined &&
        inputs['cidrIpv6'] === undefined &&
        inputsOf.some((key) => key.startsWith('eks:index:Cluster ')),
      'lets others in than the nodes',
    ),
    ...failing(
      [
        ...ofType(all, 'ec2/securityGroup:SecurityGroup'),
        ...ofType(all, 'ec2/defaultSecurityGroup:DefaultSecurityGroup'),
      ],
      ({ inputs }) => inputs['ingress'] === undefined && inputs['egress'] === undefined,
      'has rules of its own',
    ),
  ];
}

import type { Statement } from '../role.ts';
import { ACTIONS, EC2_TAGS } from './actions.ts';

export interface DeployerArgs {
  /** Types of all that is registered, whoever's they are. */
  readonly types: Iterable<string>;
  /** Of the cluster: names of roles begin with it. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** @default none is made */
  readonly bucket?: string | undefined;
}

/**
 * The least that whoever runs Pulumi has to be allowed, as a policy of IAM for each group of services: one alone would be longer
 * than AWS takes.
 *
 * @throws Error that names the types that nobody knows the actions of.
 */
export function deployerPolicies(args: DeployerArgs): Readonly<Record<string, readonly Statement[]>> {
  const ofAws = [...new Set(args.types)].filter((type) => /^(?:aws|eks):/.test(type));
  const unknown = ofAws.filter((type) => !(type in ACTIONS));
  if (unknown.length > 0) throw new Error(`policy/actions.ts has no line for ${unknown.join(', ')}`);
  const wanted = [...new Set([...ofAws.flatMap((type) => ACTIONS[type] ?? []), ...EC2_TAGS])].toSorted();
  const of = (service: string) => wanted.filter((action) => action.startsWith(`${service}:`));
  const { name, region, account, bucket } = args;
  const here = { StringEquals: { 'aws:RequestedRegion': region } };
  const inRegion = (service: string): readonly Statement[] => allow(of(service), '*', here);
  const roles = `arn:aws:iam::${account}:role/${name}-*`;
  return {
    network: inRegion('ec2'),
    cluster: [
      ...allow(of('eks'), `arn:aws:eks:${region}:${account}:*`),
      ...allow(
        of('iam').filter((action) => action !== 'iam:PassRole'),
        roles,
      ),
      ...allow(
        of('iam').filter((action) => action === 'iam:PassRole'),
        roles,
        {
          StringEquals: { 'iam:PassedToService': PASSED_TO },
        },
      ),
      ...allow(['iam:CreateServiceLinkedRole'], '*', {
        StringEquals: { 'iam:AWSServiceName': LINKED },
      }),
      ...inRegion('logs'),
    ],
    data: [
      ...inRegion('kms'),
      ...inRegion('elasticfilesystem'),
      ...inRegion('rds'),
      ...inRegion('elasticache'),
      ...(bucket === undefined ? [] : allow(of('s3'), `arn:aws:s3:::${bucket}`)),
    ],
  };
}

function allow(
  actions: readonly string[],
  resource: string,
  condition?: Readonly<Record<string, unknown>>,
): readonly Statement[] {
  if (actions.length === 0) return [];
  return [
    { Effect: 'Allow', Action: actions, Resource: resource, ...(condition && { Condition: condition }) },
  ];
}

const PASSED_TO = [
  'eks.amazonaws.com',
  'ec2.amazonaws.com',
  'pods.eks.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

/** Services that make a role of their own when they are first used in an account. */
const LINKED = [
  'eks.amazonaws.com',
  'eks-nodegroup.amazonaws.com',
  'autoscaling.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'backup.amazonaws.com',
  'rds.amazonaws.com',
  'elasticache.amazonaws.com',
];

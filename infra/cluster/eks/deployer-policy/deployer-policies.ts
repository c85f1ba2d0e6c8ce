import type { Statement } from '../service-role.ts';
import { ownerTags } from '../tags.ts';
import { ACTIONS, EC2_TAGS, EMPTY_BUCKET } from './actions.ts';

export interface DeployerArgs {
  /** Types of all registrations, of whatever provider. */
  readonly types: Iterable<string>;
  /** Name of the cluster, and prefix of all names that we choose. */
  readonly name: string;
  /** Pulumi stack, a tag on resources whose ids AWS generates. */
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  /** Bucket of backups. @default none is created */
  readonly bucket?: string | undefined;
  /** Allows a destroy to empty the bucket. @default false */
  readonly emptiesBucket?: boolean;
}

/**
 * Least privileges for running Pulumi, as one IAM policy for each group of services: a single policy would exceed the size
 * limit of AWS. Actions that change or delete are limited to names of ours or, where AWS generates ids, to resources with
 * the tags of the stack.
 *
 * @throws Error that names the types whose actions are unknown.
 */
export function deployerPolicies(args: DeployerArgs): Readonly<Record<string, readonly Statement[]>> {
  const ofAws = [...new Set(args.types)].filter((type) => /^(?:aws|eks):/.test(type));
  const unknown = ofAws.filter((type) => !(type in ACTIONS));
  if (unknown.length > 0) throw new Error(`deployer-policy/actions.ts has no line for ${unknown.join(', ')}`);
  const wanted = [...new Set([...ofAws.flatMap((type) => ACTIONS[type] ?? []), ...EC2_TAGS])].toSorted();
  const of = (service: string, among = /./, but: readonly string[] = []) =>
    wanted.filter(
      (action) => action.startsWith(`${service}:`) && among.test(action) && !but.includes(action),
    );
  const { name, stack, region, account, bucket, emptiesBucket = false } = args;
  const here = { 'aws:RequestedRegion': region };
  const tags = (of: 'Resource' | 'Request') =>
    Object.fromEntries(
      Object.entries(ownerTags(stack)).map(([tag, value]) => [`aws:${of}Tag/${tag}`, value]),
    );
  const inRegion = { StringEquals: here };
  const ours = { StringEquals: { ...here, ...tags('Resource') } };
  const toBeOurs = { StringEquals: { ...here, ...tags('Request') } };
  const arn = (service: string, ...rest: readonly string[]) =>
    rest.map((one) => `arn:aws:${service}:${region}:${account}:${one}`);
  /** Statements for services in which AWS generates ids, limited by tags. */
  const byTags = (service: string, apart: readonly string[] = []) => [
    ...allow(of(service, /^(?!.*:(?:Tag|CreateTags))/, [...of(service, ENDS), ...apart]), '*', inRegion),
    ...allow(of(service, ENDS, apart), '*', ours),
    ...allow(of(service, /:(?:TagResource|CreateTags)$/), '*', toBeOurs),
    ...allow(of(service, /:(?:TagResource|CreateTags)$/), '*', ours),
  ];
  /** Statements for services in which all of our resources have names of ours. */
  const byName = (service: string, ...names: readonly string[]) => [
    ...allow(of(service, READS), '*', inRegion),
    ...allow(of(service, /./, of(service, READS)), arn(service, ...names)),
  ];
  const roles = `arn:aws:iam::${account}:role/${name}-*`;
  const aliases = of('kms', /Alias$/);
  return {
    network: [
      ...byTags('ec2', [OF_EFS]),
      // The network interface of a mount target, which AWS creates and tags as it likes.
      ...allow(
        [OF_EFS].filter((action) => wanted.includes(action)),
        '*',
        {
          ...inRegion,
          Bool: { 'aws:ViaAWSService': 'true' },
        },
      ),
    ],
    cluster: [
      ...allow(of('eks'), arn('eks', `cluster/${name}`, `*/${name}/*`)),
      ...allow(of('iam', /./, ['iam:PassRole']), roles),
      ...allow(of('iam', /:PassRole$/), roles, { StringEquals: { 'iam:PassedToService': PASSED_TO } }),
      ...allow(['iam:CreateServiceLinkedRole'], '*', { StringEquals: { 'iam:AWSServiceName': LINKED } }),
      ...byName(
        'logs',
        `log-group:/aws/eks/${name}/*`,
        `log-group:/aws/rds/instance/${name}-*`,
        `log-group:${name}-*`,
      ),
    ],
    data: [
      ...byTags('kms', [...aliases, ...OF_DATA]),
      ...allow(
        OF_DATA.filter((action) => wanted.includes(action)),
        '*',
        {
          StringEquals: { ...here, 'kms:ViaService': `elasticfilesystem.${region}.amazonaws.com` },
        },
      ),
      ...allow(aliases, arn('kms', `alias/${name}-*`)),
      // Needed for every key: KMS takes minutes to apply the tags of a new one.
      ...allow(of('kms', /:CreateAlias$/), arn('kms', 'key/*')),
      ...allow(of('kms', /:(?:Delete|Update)Alias$/), arn('kms', 'key/*'), ours),
      ...byTags('elasticfilesystem'),
      ...byName('rds', `*:${name}-*`, 'og:default:*'),
      ...byName('elasticache', `*:${name}-*`),
      ...(bucket === undefined
        ? []
        : [
            ...allow(of('s3'), `arn:aws:s3:::${bucket}`),
            ...(emptiesBucket
              ? allow(EMPTY_BUCKET, [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`])
              : []),
          ]),
    ],
  };
}

/** Actions that change or delete existing resources. */
const ENDS =
  /:(?:Decrease|Delete|Detach|Disassociate|Increase|Modify|Put|Reboot|Release|Remove|Replace|Reset|Revoke|Schedule|Untag|Update)/;
const READS = /:(?:Describe|List)(?!Tags)/;
const OF_EFS = 'ec2:DeleteNetworkInterface';
/** Actions that decrypt with a key, beyond handing it on. */
const OF_DATA = ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'];

function allow(
  actions: readonly string[],
  resource: string | readonly string[],
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

/** Services that create a service-linked role when first used in an account. */
const LINKED = [
  'eks.amazonaws.com',
  'eks-nodegroup.amazonaws.com',
  'autoscaling.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'backup.amazonaws.com',
  'rds.amazonaws.com',
  'elasticache.amazonaws.com',
];

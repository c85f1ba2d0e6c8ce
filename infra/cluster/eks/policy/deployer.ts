import type { Statement } from '../role.ts';
import { ownerTags } from '../tags.ts';
import { ACTIONS, EC2_TAGS, EMPTY_BUCKET } from './actions.ts';

export interface DeployerArgs {
  /** Types of all that is registered, whoever's they are. */
  readonly types: Iterable<string>;
  /** Of the cluster: the names of what has one begin with it. */
  readonly name: string;
  /** Of Pulumi: its tag is on what AWS gives names to. */
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  /** @default none is made */
  readonly bucket?: string | undefined;
  /** Whether a destroy may empty it. @default false */
  readonly emptiesBucket?: boolean;
}

/**
 * The least that whoever runs Pulumi has to be allowed, as a policy of IAM for each group of services: one alone would be longer
 * than AWS takes. What ends or changes something is allowed for names of ours alone or, where AWS makes up the names, for what
 * bears the tags of the stack.
 *
 * @throws Error that names the types that nobody knows the actions of.
 */
export function deployerPolicies(args: DeployerArgs): Readonly<Record<string, readonly Statement[]>> {
  const ofAws = [...new Set(args.types)].filter((type) => /^(?:aws|eks):/.test(type));
  const unknown = ofAws.filter((type) => !(type in ACTIONS));
  if (unknown.length > 0) throw new Error(`policy/actions.ts has no line for ${unknown.join(', ')}`);
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
  /** Those of services that AWS makes up names in. */
  const byTags = (service: string, apart: readonly string[] = []) => [
    ...allow(of(service, /^(?!.*:(?:Tag|CreateTags))/, [...of(service, ENDS), ...apart]), '*', inRegion),
    ...allow(of(service, ENDS, apart), '*', ours),
    ...allow(of(service, /:(?:TagResource|CreateTags)$/), '*', toBeOurs),
    ...allow(of(service, /:(?:TagResource|CreateTags)$/), '*', ours),
  ];
  /** Those of services in which all of ours has a name of ours. */
  const byName = (service: string, ...names: readonly string[]) => [
    ...allow(of(service, READS), '*', inRegion),
    ...allow(of(service, /./, of(service, READS)), arn(service, ...names)),
  ];
  const roles = `arn:aws:iam::${account}:role/${name}-*`;
  const aliases = of('kms', /Alias$/);
  return {
    network: [
      ...byTags('ec2', [OF_EFS]),
      // Of a mount target, which AWS makes, and tags as it likes.
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
      // At once: it takes minutes until KMS knows a new key by its tags.
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

/** What ends or changes something that is there. */
const ENDS =
  /:(?:Decrease|Delete|Detach|Disassociate|Increase|Modify|Put|Reboot|Release|Remove|Replace|Reset|Revoke|Schedule|Untag|Update)/;
const READS = /:(?:Describe|List)(?!Tags)/;
const OF_EFS = 'ec2:DeleteNetworkInterface';
/** What reads by a key, and does not only hand it on. */
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

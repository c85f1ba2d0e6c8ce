import * as v from 'valibot';
import { cidrOf, ranges } from '../addresses.ts';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { objectName } from '../names.ts';
import { choice, flag, text, unchosen, whole, words } from '../values.ts';
import { chartSource } from './chart-source.ts';

const THREE_ZONES = 'must be three different letters, such as [a, b, c]';
/** That CloudWatch knows. */
const KEPT_DAYS = [7, 14, 30, 60, 90, 180, 365, 731] as const;
const VERSIONS = ['1.36'] as const;
const nodeKinds = ['managed', 'auto'] as const;
const refusedNodes = unchosen(nodeKinds, []);

/** Nothing of ours changes how many there are: `min` and `max` are what an autoscaler of yours, or a hand, is held to. */
const perZone = group({
  min: v.optional(whole(1, 100), 1),
  max: v.optional(whole(1, 100), 3),
  /** Raise it to have more nodes. */
  desired: v.optional(whole(1, 100), 1),
});

/** Who the cluster's pods run on. */
const nodes = v.variant(
  'kind',
  [
    /** A group of nodes in each zone, so that a volume always finds a node in its own. */
    group({
      kind: v.optional(v.literal('managed'), 'managed'),
      architecture: v.optional(choice(['x86_64', 'arm64']), 'x86_64'),
      /** Absent: general purpose, two cores and 8 GiB, of the architecture. */
      instanceTypes: v.exactOptional(
        v.pipe(
          v.array(instanceType(), 'must be a list of instance types'),
          v.minLength(1, 'must name a type'),
        ),
      ),
      perZone: v.optional(
        v.pipe(
          perZone,
          agree<v.InferOutput<typeof perZone>>(
            ['desired', 'min', 'max'],
            ({ min, max, desired }) => min <= desired && desired <= max,
            ({ min, max }) => `must be from min (${min}) to max (${max})`,
          ),
        ),
        {},
      ),
      diskGibibytes: v.optional(whole(20, 1000), 50),
    }),
    /** EKS Auto Mode: AWS makes x86_64 nodes as pods need them, and brings network, storage and load balancers itself. */
    group({ kind: v.literal('auto') }),
  ],
  (issue) => (issue.path ? refusedNodes(issue) : 'must be a group of settings'),
);

/** A cluster of AWS, with its network and all that it stands on. */
export const eks = group({
  provider: v.literal('eks'),
  /** Of the cluster; the names of all that is made with it begin with it. */
  name: v.optional(
    text('1 to 30 of a-z, 0-9 and -, that begin with a letter and end with none of -', (word) =>
      /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/.test(word),
    ),
    'finance',
  ),
  region: text('a region such as eu-central-1, not of China or the government', (word) =>
    /^(?!cn-|us-gov-|us-iso)[a-z]{2}(?:-[a-z]+)+-\d$/.test(word),
  ),
  /** The only account that anything is done in, whoever's credentials are at hand. */
  account: text('the twelve digits of an AWS account, in quotes', (word) => /^\d{12}$/.test(word)),
  /** Of Kubernetes: one that a release of the platform has add-ons for, see infra/cluster/eks/versions.ts. */
  version: v.optional(
    v.picklist(VERSIONS, `must be in quotes, and one that there are add-ons for: ${VERSIONS.join(', ')}`),
    '1.36',
  ),

  network: v.optional(
    group({
      /** Three quarters are for nodes and pods, which have addresses of their own here. */
      cidr: v.optional(cidrOf(16, 20, '10.64.0.0/16'), '10.64.0.0/16'),
      /** The letters of three zones of the region. */
      zones: v.optional(
        v.pipe(
          v.array(
            text('the letter of a zone', (word) => /^[a-z]$/.test(word)),
            THREE_ZONES,
          ),
          v.check((zones) => zones.length === 3 && new Set(zones).size === 3, THREE_ZONES),
        ),
        ['a', 'b', 'c'],
      ),
      /** With `one`, a lost zone may take the way out of the others with it. */
      natGateways: v.optional(choice(['per-zone', 'one']), 'per-zone'),
      /** A log of the connections that the network refused. */
      flowLogs: v.optional(flag(), true),
    }),
    {},
  ),

  /** Who may ask the API server from outside the network. Absent: nobody, it has no public address. */
  publicAccess: v.exactOptional(
    v.pipe(
      ranges(),
      v.check(
        (list) => !list.some((range) => range.endsWith('/0')),
        'must not be open to everybody: name the ranges',
      ),
    ),
  ),
  /** IAM users and roles that may do something, by a name of ours; who makes the cluster is its administrator. */
  accessEntries: v.optional(
    v.record(
      objectName(),
      group({
        principal: text('the ARN of an IAM user or role', (word) =>
          /^arn:aws[a-z-]*:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]+$/.test(word),
        ),
        /** What AWS lets it do in the whole cluster. */
        policy: v.exactOptional(choice(['cluster-admin', 'admin', 'edit', 'view'])),
        /** Groups that it is in for the cluster, such as those of `access`. */
        groups: v.optional(v.array(entryGroup(), 'must be a list of groups'), []),
      }),
      'must be a group of entries',
    ),
    {},
  ),
  /** Days that the logs of the control plane and of the network are kept. */
  logRetentionDays: v.optional(v.picklist(KEPT_DAYS, `must be one of ${KEPT_DAYS.join(', ')}`), 90),
  nodes: v.optional(nodes, {}),
  /** What makes a load balancer of an Ingress. Absent: nothing does, unless the nodes are those of Auto Mode. */
  loadBalancerController: v.exactOptional(chartSource('3.5.0')),
  /** Whether `backup.objectStore` names a bucket of AWS that is to be made; otherwise it is there. */
  makesBackupBucket: v.optional(flag(), true),
});

/** AWS refuses those that begin with what it, or Kubernetes, has for itself. */
function entryGroup() {
  return words('a group that begins with none of system:, eks:, aws:, amazon: and iam:', (word) =>
    /^(?:system|eks|aws|amazon|iam):/.test(word),
  );
}

function instanceType() {
  return text('an instance type such as m7i.large', (word) => /^[a-z0-9-]+\.[a-z0-9-]+$/.test(word));
}

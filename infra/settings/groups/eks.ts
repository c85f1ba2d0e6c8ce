import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { cidrOf, ranges } from '../ipv4-address-and-range-schemas.ts';
import { objectName } from '../name-and-url-schemas.ts';
import { choice, flag, text, unchosen, whole, words } from '../quantity-text-and-choice-schemas.ts';
import { chartSource } from './chart-source.ts';

const THREE_ZONES = 'must be three different letters, such as [a, b, c]';
/** Retention periods that CloudWatch accepts, in days. */
const KEPT_DAYS = [7, 14, 30, 60, 90, 180, 365, 731] as const;
const VERSIONS = ['1.36'] as const;
const nodeKinds = ['managed', 'auto'] as const;
const refusedNodes = unchosen(nodeKinds, []);

/** Size of a node group in one zone. Nothing of ours scales it: `min` and `max` bound your own autoscaler, or a person. */
const perZone = group({
  /** Fewest nodes in each zone. */
  min: v.optional(whole(1, 100), 1),
  /** Most nodes in each zone. */
  max: v.optional(whole(1, 100), 3),
  /** Present number of nodes; raise it to add some. */
  desired: v.optional(whole(1, 100), 1),
});

/** Nodes of the cluster. */
const nodes = v.variant(
  'kind',
  [
    /** A managed node group in each zone, so that a volume always finds a node in its own. */
    group({
      kind: v.optional(v.literal('managed'), 'managed'),
      /** Processor architecture of the nodes; images have to be built for it. */
      architecture: v.optional(choice(['x86_64', 'arm64']), 'x86_64'),
      /** Instance types; absent: general purpose of the architecture, two cores and 8 GiB. */
      instanceTypes: v.exactOptional(
        v.pipe(
          v.array(instanceType(), 'must be a list of instance types'),
          v.minLength(1, 'must name a type'),
        ),
      ),
      perZone: v.optional(
        v.pipe(
          perZone,
          crossCheck<v.InferOutput<typeof perZone>>(
            ['desired', 'min', 'max'],
            ({ min, max, desired }) => min <= desired && desired <= max,
            ({ min, max }) => `must be from min (${min}) to max (${max})`,
          ),
        ),
        {},
      ),
      /** Disk of each node. */
      diskGibibytes: v.optional(whole(20, 1000), 50),
    }),
    /** EKS Auto Mode: AWS creates x86_64 nodes on demand, and runs network, storage and load balancers itself. */
    group({ kind: v.literal('auto') }),
  ],
  (issue) => (issue.path ? refusedNodes(issue) : 'must be a group of settings'),
);

/** An EKS cluster, with its network and everything else it needs. */
export const eks = group({
  provider: v.literal('eks'),
  /** Name of the cluster, and prefix of all names created with it. */
  name: v.optional(
    text('1 to 30 of a-z, 0-9 and -, that begin with a letter and end with none of -', (word) =>
      /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/.test(word),
    ),
    'finance',
  ),
  /** AWS region of the cluster and everything beside it. */
  region: text('a region such as eu-central-1, not of China or the government', (word) =>
    /^(?!cn-|us-gov-|us-iso)[a-z]{2}(?:-[a-z]+)+-\d$/.test(word),
  ),
  /** The only account to work in, whatever credentials are active. */
  account: text('the twelve digits of an AWS account, in quotes', (word) => /^\d{12}$/.test(word)),
  /** Version of Kubernetes; the platform pins add-ons for it, see infra/cluster/eks/add-on-versions.ts. */
  version: v.optional(
    v.picklist(VERSIONS, `must be in quotes, and one that there are add-ons for: ${VERSIONS.join(', ')}`),
    '1.36',
  ),

  network: v.optional(
    group({
      /** Range of the VPC; three quarters are for nodes and pods, which have VPC addresses of their own. */
      cidr: v.optional(cidrOf(16, 20, '10.64.0.0/16'), '10.64.0.0/16'),
      /** Letters of three zones of the region. */
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
      /** NAT gateways; with `one`, losing its zone may cut the others off from the internet. */
      natGateways: v.optional(choice(['per-zone', 'one']), 'per-zone'),
      /** Logs connections that the network rejected (VPC flow log). */
      flowLogs: v.optional(flag(), true),
    }),
    {},
  ),

  /** Ranges that may reach the API server from outside the network. Absent: it has no public endpoint. */
  publicAccess: v.exactOptional(
    v.pipe(
      ranges(),
      v.check(
        (list) => !list.some((range) => range.endsWith('/0')),
        'must not be open to everybody: name the ranges',
      ),
    ),
  ),
  /** IAM users and roles with access, each under a name of ours; the creator of the cluster is its administrator. */
  accessEntries: v.optional(
    v.record(
      objectName(),
      group({
        /** The user or role. */
        principal: text('the ARN of an IAM user or role', (word) =>
          /^arn:aws[a-z-]*:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]+$/.test(word),
        ),
        /** Access policy of EKS, for the whole cluster. */
        policy: v.exactOptional(choice(['cluster-admin', 'admin', 'edit', 'view'])),
        /** Kubernetes groups of the principal, such as those of `access`. */
        groups: v.optional(v.array(entryGroup(), 'must be a list of groups'), []),
      }),
      'must be a group of entries',
    ),
    {},
  ),
  /** Retention of the control plane's logs and of the flow log, in days. */
  logRetentionDays: v.optional(v.picklist(KEPT_DAYS, `must be one of ${KEPT_DAYS.join(', ')}`), 90),
  nodes: v.optional(nodes, {}),
  /**
   * Chart of the AWS Load Balancer Controller, which provisions load balancers for Ingresses. Absent: none, except with Auto
   * Mode, which has its own.
   */
  loadBalancerController: v.exactOptional(chartSource('3.5.0')),
  /** Creates the AWS bucket that `backup.objectStore` names; otherwise it must exist. */
  makesBackupBucket: v.optional(flag(), true),
});

/** Schema of a group in an access entry: AWS refuses prefixes that it, or Kubernetes, reserves. */
function entryGroup() {
  return words('a group that begins with none of system:, eks:, aws:, amazon: and iam:', (word) =>
    /^(?:system|eks|aws|amazon|iam):/.test(word),
  );
}

function instanceType() {
  return text('an instance type such as m7i.large', (word) => /^[a-z0-9-]+\.[a-z0-9-]+$/.test(word));
}

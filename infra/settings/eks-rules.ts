import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';
import { subnetsOf } from './split-vpc-cidr.ts';

/** True for EKS Auto Mode, where AWS manages the nodes, and network, storage and load balancers with them. */
export function isAutoMode({ cluster }: Pick<Groups, 'cluster'>): boolean {
  return cluster.provider === 'eks' && cluster.nodes.kind === 'auto';
}

/**
 * Refuses ReadWriteMany without a class for it: claims that name none get `gp3`, whose volumes one node can mount at a time.
 */
export function uploadsForManyNodes() {
  return crossCheck<Groups>(
    ['uploads.storageClass', 'uploads.accessMode', 'uploads.kind', 'cluster.provider'],
    ({ uploads: { kind, accessMode, storageClass }, cluster }) =>
      cluster.provider !== 'eks' ||
      kind === 'database' ||
      accessMode === 'ReadWriteOnce' ||
      (storageClass !== undefined && storageClass !== 'gp3'),
    ({ uploads }) =>
      `${uploads.storageClass === undefined ? 'is missing, must' : 'must'} be efs, or another class that many nodes can mount`,
  );
}

/**
 * Requires that the ranges let in include the load balancer's: NetworkPolicies would drop its traffic otherwise. An
 * internet-facing one has its addresses in the public subnets, where no pod is; an internal one among the pods.
 */
export function albInNetwork() {
  const whereItIs = ({ exposure, cluster }: Groups): readonly string[] => {
    const alb = albOf(exposure);
    if (cluster.provider !== 'eks' || !alb) return [];
    const { cidr } = cluster.network;
    return alb.scheme === 'internal' || alb.cidrs.includes(cidr) ? [cidr] : subnetsOf(cidr).public;
  };
  return crossCheck<Groups>(
    ['exposure.controller.cidrs', 'exposure', 'cluster.provider', 'cluster.network'],
    (all) => whereItIs(all).every((range) => albOf(all.exposure)?.cidrs.includes(range)),
    (all) => `must have ${whereItIs(all).join(', ')}, where it is in cluster.network`,
  );
}

export function albHasController() {
  return crossCheck<Groups>(
    ['cluster.loadBalancerController', 'cluster.provider', 'cluster.nodes', 'exposure'],
    ({ exposure, cluster }) =>
      cluster.provider !== 'eks' ||
      cluster.nodes.kind === 'auto' ||
      (albOf(exposure) === undefined && !isBalancer(exposure)) ||
      cluster.loadBalancerController !== undefined,
    ({ exposure }) =>
      `is missing, must be set because ${isBalancer(exposure) ? 'exposure.kind is load-balancer' : 'exposure.controller is an ALB'}, which it makes`,
  );
}

export function autoModeHasOwnController() {
  return crossCheck<Groups>(
    ['cluster.loadBalancerController', 'cluster.provider', 'cluster.nodes'],
    ({ cluster }) =>
      cluster.provider !== 'eks' ||
      cluster.nodes.kind !== 'auto' ||
      cluster.loadBalancerController === undefined,
    'must be absent, because Auto Mode has one of its own',
  );
}

export function backupBucketInRegion() {
  return crossCheck<Groups>(
    ['backup.objectStore.region', 'backup.objectStore', 'cluster.provider'],
    ({ backup: { objectStore }, cluster }) =>
      cluster.provider !== 'eks' ||
      !cluster.makesBackupBucket ||
      objectStore?.kind !== 's3' ||
      objectStore.region === undefined ||
      objectStore.endpoint !== undefined ||
      objectStore.region === cluster.region,
    'must be cluster.region, where the bucket is made; or set cluster.makesBackupBucket to false',
  );
}

/**
 * Refuses IAM roles in annotations of service accounts: they are assumed through an OIDC provider, which these clusters
 * lack.
 */
export function noRolesOfAccounts() {
  const none = (path: string, storeOf: (all: Groups) => { accountAnnotations: object } | undefined) =>
    crossCheck<Groups>(
      [`${path}.accountAnnotations`, path, 'cluster.provider'],
      (all) => all.cluster.provider !== 'eks' || !(ROLE in (storeOf(all)?.accountAnnotations ?? {})),
      `must not name ${ROLE}, because the cluster has no OIDC provider; Pod Identity gives its rights without it`,
    );
  return [
    none('backup.objectStore', ({ backup: { objectStore } }) =>
      objectStore?.kind === 's3' ? objectStore : undefined,
    ),
    none('observability.logs.objectStore', ({ observability: { logs } }) =>
      logs.kind === 'loki' ? logs.objectStore : undefined,
    ),
  ] as const;
}

const ROLE = 'eks.amazonaws.com/role-arn';

export function elastiCacheOnEks() {
  return crossCheck<Groups>(
    ['cache.mode', 'cluster.provider'],
    ({ cache, cluster }) => cache.mode !== 'elasticache' || cluster.provider === 'eks',
    'needs cluster.provider eks, in whose network it is',
  );
}

/**
 * Requires Pulumi as the source of secrets with RDS and ElastiCache, whose generated values exist only in the state of
 * Pulumi.
 */
export function valuesOfResources() {
  return crossCheck<Groups>(
    ['secrets.source', 'database.mode', 'cache.mode'],
    ({ secrets, database, cache }) =>
      (database.mode !== 'rds' && cache.mode !== 'elasticache') || secrets.source.kind === 'pulumi',
    'must be pulumi, because Pulumi makes what is at AWS, and its passwords',
  );
}

/** True for a load balancer of our own class; another class is somebody else's to provision. */
function isBalancer(exposure: Groups['exposure']): boolean {
  return exposure.kind === 'load-balancer' && exposure.className === undefined;
}

function albOf(exposure: Groups['exposure']) {
  return exposure.kind === 'ingress' && exposure.controller.kind === 'alb' ? exposure.controller : undefined;
}

import { agree } from './agree.ts';
import type { Groups } from './schema.ts';
import { subnetsOf } from './subnets.ts';

/** Whether AWS makes the nodes of a cluster, and what pods need of them. */
export function isAutoMode({ cluster }: Pick<Groups, 'cluster'>): boolean {
  return cluster.provider === 'eks' && cluster.nodes.kind === 'auto';
}

/** Claims that name no class get `gp3`, whose volumes one node can mount at a time. */
export function uploadsForManyNodes() {
  return agree<Groups>(
    ['uploads.storageClass', 'uploads.accessMode', 'cluster.provider'],
    ({ uploads: { accessMode, storageClass }, cluster }) =>
      cluster.provider !== 'eks' ||
      accessMode === 'ReadWriteOnce' ||
      (storageClass !== undefined && storageClass !== 'gp3'),
    ({ uploads }) =>
      `${uploads.storageClass === undefined ? 'is missing, must' : 'must'} be efs, or another class that many nodes can mount`,
  );
}

/**
 * A load balancer in another range than those that are let in would find every door closed. One that the internet reaches has
 * its addresses in the public subnets, where no pod is; an internal one among the pods.
 */
export function albInNetwork() {
  const whereItIs = ({ exposure, cluster }: Groups): readonly string[] => {
    const alb = albOf(exposure);
    if (cluster.provider !== 'eks' || !alb) return [];
    const { cidr } = cluster.network;
    return alb.scheme === 'internal' || alb.cidrs.includes(cidr) ? [cidr] : subnetsOf(cidr).public;
  };
  return agree<Groups>(
    ['exposure.controller.cidrs', 'exposure', 'cluster.provider', 'cluster.network'],
    (all) => whereItIs(all).every((range) => albOf(all.exposure)?.cidrs.includes(range)),
    (all) => `must have ${whereItIs(all).join(', ')}, where it is in cluster.network`,
  );
}

export function albHasController() {
  return agree<Groups>(
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
  return agree<Groups>(
    ['cluster.loadBalancerController', 'cluster.provider', 'cluster.nodes'],
    ({ cluster }) =>
      cluster.provider !== 'eks' ||
      cluster.nodes.kind !== 'auto' ||
      cluster.loadBalancerController === undefined,
    'must be absent, because Auto Mode has one of its own',
  );
}

export function backupBucketInRegion() {
  return agree<Groups>(
    ['backup.objectStore.region', 'backup.objectStore', 'cluster.provider'],
    ({ backup: { objectStore }, cluster }) =>
      cluster.provider !== 'eks' ||
      !cluster.makesBackupBucket ||
      objectStore?.region === undefined ||
      objectStore.endpoint !== undefined ||
      objectStore.region === cluster.region,
    'must be cluster.region, where the bucket is made; or set cluster.makesBackupBucket to false',
  );
}

/** A role that an account names is taken on by way of an OIDC provider, and these clusters have none. */
export function noRolesOfAccounts() {
  const none = (path: string, storeOf: (all: Groups) => { accountAnnotations: object } | undefined) =>
    agree<Groups>(
      [`${path}.accountAnnotations`, path, 'cluster.provider'],
      (all) => all.cluster.provider !== 'eks' || !(ROLE in (storeOf(all)?.accountAnnotations ?? {})),
      `must not name ${ROLE}, because the cluster has no OIDC provider; Pod Identity gives its rights without it`,
    );
  return [
    none('backup.objectStore', ({ backup }) => backup.objectStore),
    none('observability.logs.objectStore', ({ observability: { logs } }) =>
      logs.kind === 'loki' ? logs.objectStore : undefined,
    ),
  ] as const;
}

const ROLE = 'eks.amazonaws.com/role-arn';

export function elastiCacheOnEks() {
  return agree<Groups>(
    ['cache.mode', 'cluster.provider'],
    ({ cache, cluster }) => cache.mode !== 'elasticache' || cluster.provider === 'eks',
    'needs cluster.provider eks, in whose network it is',
  );
}

/** What a resource makes up is in no store but the state of Pulumi. */
export function valuesOfResources() {
  return agree<Groups>(
    ['secrets.source', 'database.mode', 'cache.mode'],
    ({ secrets, database, cache }) =>
      (database.mode !== 'rds' && cache.mode !== 'elasticache') || secrets.source.kind === 'pulumi',
    'must be pulumi, because Pulumi makes what is at AWS, and its passwords',
  );
}

/** Another class than ours is for somebody else to make. */
function isBalancer(exposure: Groups['exposure']): boolean {
  return exposure.kind === 'load-balancer' && exposure.className === undefined;
}

function albOf(exposure: Groups['exposure']) {
  return exposure.kind === 'ingress' && exposure.controller.kind === 'alb' ? exposure.controller : undefined;
}

import { agree } from './agree.ts';
import type { Groups } from './schema.ts';

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

/** A load balancer in another range than the one that is let in would find every door closed. */
export function albInNetwork() {
  return agree<Groups>(
    ['exposure.controller.cidrs', 'exposure', 'cluster.provider', 'cluster.network'],
    ({ exposure, cluster }) => {
      const cidrs = albOf(exposure)?.cidrs;
      return cluster.provider !== 'eks' || cidrs === undefined || cidrs.includes(cluster.network.cidr);
    },
    ({ cluster }) =>
      `must have ${cluster.provider === 'eks' ? cluster.network.cidr : ''}, the range of cluster.network`,
  );
}

export function albHasController() {
  return agree<Groups>(
    ['cluster.loadBalancerController', 'cluster.provider', 'cluster.nodes', 'exposure'],
    ({ exposure, cluster }) =>
      cluster.provider !== 'eks' ||
      cluster.nodes.kind === 'auto' ||
      albOf(exposure) === undefined ||
      cluster.loadBalancerController !== undefined,
    'is missing, must be set because exposure.controller is an ALB, which it makes',
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

export function ownerOfRds() {
  return agree<Groups>(
    ['secrets.source', 'database.mode'],
    ({ secrets, database }) => database.mode !== 'rds' || secrets.source.kind === 'pulumi',
    'must be pulumi, because Pulumi makes the owner of a database of RDS, and its password',
  );
}

function albOf(exposure: Groups['exposure']) {
  return exposure.kind === 'ingress' && exposure.controller.kind === 'alb' ? exposure.controller : undefined;
}

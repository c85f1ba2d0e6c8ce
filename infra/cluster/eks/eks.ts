import * as pulumi from '@pulumi/pulumi';
import { clusterProvider } from '../../bridge/cluster-provider.ts';
import type { Settings } from '../../settings/schema.ts';
import { installAddOns } from '../../stack/install-add-ons.ts';
import { OWNER } from '../../workloads/secrets/secrets.ts';
import type { Cluster } from '../cluster-provider-and-kubeconfig-type.ts';
import { AddOnsAfterNodes, AddOnsBeforeNodes } from './add-ons.ts';
import { AutoMode } from './auto-mode-network-objects.ts';
import { awsProvider } from './aws-provider.ts';
import { BackupBucket } from './backup-bucket.ts';
import { Cache } from './cache.ts';
import { ControlPlane } from './control-plane.ts';
import { costText, monthlyCost } from './cost/monthly-cost.ts';
import { Database } from './database.ts';
import type { EksSettings } from './eks-settings-type.ts';
import { Keys } from './encryption-keys.ts';
import { loadBalancerController, loadBalancerIdentity } from './load-balancer-controller.ts';
import { Network } from './network.ts';
import { Nodes } from './nodes.ts';
import { StorageClasses } from './storage-classes.ts';
import { ownerTags as ownerTagsOf } from './tags.ts';
import { Uploads } from './uploads-efs.ts';
import { storeOnAws, workloadIdentities } from './workload-identities.ts';

/**
 * An EKS cluster and the platform's other resources in AWS, on one screen. Each resource depends on what it needs, and so is
 * destroyed before it.
 *
 * @param parent @default none - all stands at the top of the stack
 */
export function eksCluster(settings: Settings, on: EksSettings, parent?: pulumi.Resource): Cluster {
  const { name, region, account, version, logRetentionDays } = on;
  const { database, backup } = settings;
  const { protect } = database;
  const { rotation } = settings.secrets;
  const ownerTags = ownerTagsOf(pulumi.getStack());
  const autoMode = on.nodes.kind === 'auto';
  const below = parent ? { parent } : {};

  if (pulumi.runtime.isDryRun()) {
    void pulumi.log.info(costText(monthlyCost(settings, on), { autoMode, region }));
  }

  const provider = awsProvider({ region, account, ownerTags }, below);
  const inAws = (...dependsOn: pulumi.Resource[]) => ({ ...below, providers: [provider], dependsOn });
  const network = new Network('network', { name, region, ...on.network, logRetentionDays }, inAws());
  const keys = new Keys('keys', { name, protect }, inAws());
  const { vpcId, privateSubnetIds } = network;
  const dataKey = keys.data.arn;

  const controlPlane = new ControlPlane(
    'control-plane',
    { ...on, vpcId, privateSubnetIds, secretsKey: keys.secrets.arn, autoMode, protect },
    inAws(network), // with its NAT gateways and routes, which the last node needs to deregister
  );
  const { clusterName } = controlPlane;
  const cluster = clusterProvider('cluster', { ...controlPlane, identifier: controlPlane.arn }, below);
  const inCluster = (...dependsOn: pulumi.Resource[]) => ({ ...below, providers: [cluster], dependsOn });

  const data = { name, vpcId, privateSubnetIds, nodes: controlPlane.nodeSecurityGroupId, dataKey, protect };
  const uploads = new Uploads('uploads', { ...data, zones: on.network.zones }, inAws());
  const { fileSystemId } = uploads;
  const rds =
    database.mode === 'rds'
      ? new Database(
          'database',
          {
            ...{ ...database, ...data, database: database.name, owner: OWNER },
            rotation: rotation.databaseOwner,
            logRetentionDays,
          },
          inAws(),
        )
      : undefined;
  const redis =
    settings.cache.mode === 'elasticache'
      ? new Cache('cache', { ...settings.cache, ...data, rotation: rotation.redis }, inAws())
      : undefined;
  const store = on.makesBackupBucket ? storeOnAws(settings) : undefined;
  const bucket = store && { bucket: store.bucket, dataKey, keptDays: backup.retentionDays, protect };
  const backups = bucket ? [new BackupBucket('backups', bucket, inAws())] : [];

  const workers =
    on.nodes.kind === 'auto'
      ? new AutoMode('auto-mode', inCluster(controlPlane))
      : new Nodes(
          'nodes',
          { ...on.nodes, name, clusterName, version, privateSubnetIds, zones: on.network.zones, ownerTags },
          inAws(new AddOnsBeforeNodes('node-add-ons', { name, clusterName, version }, inAws(controlPlane))),
        );
  const addOns = new AddOnsAfterNodes(
    'add-ons',
    { name, clusterName, version, dataKey, autoMode },
    inAws(workers),
  );
  const classes = new StorageClasses(
    'storage-classes',
    { dataKey, fileSystemId, ownerTags, autoMode },
    inCluster(workers, addOns, uploads),
  );
  const identified = { ...below, provider, dependsOn: [controlPlane] };
  const identities = workloadIdentities({ settings, on, clusterName, dataKey }, identified);
  const controller = on.loadBalancerController && {
    chart: loadBalancerController({
      clusterName: name,
      region,
      vpcId,
      ownerTags,
      ...on.loadBalancerController,
    }),
    after: [workers, addOns, ...loadBalancerIdentity({ name, clusterName }, identified)],
  };
  const target = { provider: cluster, kubeconfig: controlPlane.kubeconfig };
  const balancers = controller ? installAddOns([controller.chart], target, controller.after, below) : [];

  return {
    provider: cluster,
    kubeconfig: controlPlane.kubeconfig,
    ready: [
      ...[workers, addOns, classes, ...identities, ...balancers, ...backups],
      ...[rds, redis].filter((it) => it !== undefined),
    ],
    values: {
      ...(rds && { 'database.host': rds.host, 'database-owner.password': rds.password }),
      ...(rds?.readHost && { 'database.readHost': rds.readHost }),
      ...(redis && { 'redis.url': redis.url, 'redis.password': redis.password }),
    },
  };
}

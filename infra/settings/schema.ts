import * as v from 'valibot';
import { agree } from './agree.ts';
import { connectionsForAllPods } from './connections.ts';
import { group } from './group.ts';
import { access } from './groups/access.ts';
import { addOns } from './groups/add-ons.ts';
import { backup } from './groups/backup.ts';
import { cache } from './groups/cache.ts';
import { cluster } from './groups/cluster.ts';
import { database } from './groups/database.ts';
import { delivery } from './groups/delivery.ts';
import { exposure } from './groups/exposure.ts';
import { frontend } from './groups/frontend.ts';
import { images } from './groups/images.ts';
import { observability } from './groups/observability.ts';
import { policies } from './groups/policies.ts';
import { quota } from './groups/quota.ts';
import { GIVEN, remedy, secrets } from './groups/secrets.ts';
import { web } from './groups/web.ts';
import { isAnybodys, noneOfAnybodyOnEks, noneUnnamedByMirror } from './image-origins.ts';
import { hostOrAddress, namespaceName, objectName, sender } from './names.ts';
import {
  albHasController,
  albInNetwork,
  autoModeHasOwnController,
  backupBucketInRegion,
  elastiCacheOnEks,
  noRolesOfAccounts,
  uploadsForManyNodes,
  valuesOfResources,
} from './on-eks.ts';
import { partsOfK3s } from './on-k3s.ts';
import { othersElsewhere } from './own-namespaces.ts';
import { restoreAgeFits } from './restore-age.ts';
import { uploadsNotOnLocalPath } from './uploads.ts';
import { choice, memory, whole } from './values.ts';

/** What one environment is, with every default applied. */
export type Settings = v.InferOutput<typeof settings>;

const groups = group({
  namespace: v.optional(namespaceName(), 'finance'),

  /** The cluster that it all runs on. */
  cluster: v.optional(cluster, {}),

  images: v.optional(images, {}),

  database: v.optional(database, {}),
  cache: v.optional(cache, {}),
  web,
  frontend: v.optional(frontend, {}),
  exposure: v.optional(exposure, { kind: 'port-forward' }),

  /** The volume of receipts that every pod of the app mounts. */
  uploads: v.optional(
    group({
      size: v.optional(memory(), '5Gi'),
      /** Absent: the class that the cluster takes by default. */
      storageClass: v.exactOptional(objectName()),
      /**
       * ReadWriteOnce keeps all pods of the app on one node. Absent: ReadWriteMany on EKS and with a class, ReadWriteOnce
       * elsewhere, where the class by default seldom has anything else.
       */
      accessMode: v.exactOptional(choice(['ReadWriteMany', 'ReadWriteOnce'])),
      maxFileMebibytes: v.optional(whole(1, 100), 18),
    }),
    {},
  ),

  /** The server by which alerts go; the app itself sends no mail. */
  mail: v.exactOptional(
    group({ host: hostOrAddress(), port: v.optional(whole(1, 65535), 587), from: sender() }),
  ),
  secrets: v.optional(secrets, {}),

  quota: v.optional(quota, {}),

  policies: v.optional(policies, {}),
  access: v.optional(access, {}),

  backup: v.optional(backup, {}),

  observability: v.optional(observability, {}),

  addOns: v.optional(addOns, {}),

  delivery: v.optional(delivery, { kind: 'pulumi' }),
});

/** What the checks between groups read. */
export type Groups = v.InferOutput<typeof groups>;

/** The schema of `Pulumi.<stack>.yaml`. */
export const settings = v.pipe(
  groups,
  smtpWithMail('smtpUser'),
  smtpWithMail('smtpPassword'),
  agree<Groups>(
    ['mail', 'secrets'],
    ({ mail, secrets }) => mail !== undefined || !(secrets.smtpUser || secrets.smtpPassword),
    'is missing, must be set because secrets has an SMTP user or password',
  ),
  agree<Groups>(
    ['observability.metrics.alerts.receiver', 'mail'],
    ({ observability, mail }) => receiverOf(observability)?.kind !== 'email' || mail !== undefined,
    'needs mail to be set, because that names the server',
  ),
  agree<Groups>(
    ['secrets.alertWebhook', 'observability.metrics'],
    ({ observability, secrets }) =>
      receiverOf(observability)?.kind !== 'webhook' || isKnown(secrets, 'alertWebhook'),
    `is missing, must be set because alerts go to a webhook${remedy('alertWebhook')}`,
  ),
  ...GIVEN.map(notInTwoPlaces),
  ...bothOf('objectStoreKeyId', 'objectStoreKey'),
  agree<Groups>(
    ['backup.objectStore', 'secrets'],
    ({ backup, secrets }) => backup.objectStore !== undefined || secrets.objectStoreKey === undefined,
    'is missing, must be set because secrets has the key of an object store',
  ),
  agree<Groups>(
    ['backup.objectStore.region', 'backup.objectStore.endpoint'],
    ({ backup: { objectStore } }) =>
      objectStore === undefined || objectStore.region !== undefined || objectStore.endpoint !== undefined,
    'is missing, must be set where there is no endpoint',
  ),
  agree<Groups>(
    ['database.recoverFrom', 'backup'],
    ({ database, backup }) =>
      database.mode !== 'cloudnative-pg' ||
      database.recoverFrom === undefined ||
      (backup.enabled && backup.objectStore !== undefined),
    'needs backup.objectStore, which holds the archive',
  ),
  agree<Groups>(
    ['observability.namespace', 'namespace'],
    ({ observability, namespace }) => observability.namespace !== namespace,
    'must not be the namespace of the app',
  ),
  agree<Groups>(
    ['observability.logs.namespace', 'observability.namespace', 'namespace'],
    ({ observability, namespace }) =>
      observability.logs.kind !== 'elasticsearch' ||
      ![observability.namespace, namespace].includes(observability.logs.namespace),
    'must be a namespace of its own, because its pods read files of the nodes',
  ),
  agree<Groups>(
    ['database.debugNodePort', 'exposure'],
    ({ database, exposure }) =>
      exposure.kind !== 'node-port' ||
      database.mode !== 'statefulset' ||
      database.debugNodePort !== exposure.nodePort,
    'must be another port than exposure.nodePort, because a node has each port once',
  ),
  agree<Groups>(
    ['observability.dashboards', 'observability.metrics'],
    ({ observability: { dashboards, metrics } }) =>
      dashboards.kind !== 'grafana' || ownsPrometheus(metrics) || dashboards.prometheus !== undefined,
    'needs prometheus, the address of one, because metrics.kind is not self-contained',
  ),
  agree<Groups>(
    ['observability.metrics.scraperNamespace', 'addOns.prometheusOperator', 'observability.metrics.kind'],
    ({ observability: { metrics }, addOns: { prometheusOperator } }) =>
      metrics.kind !== 'operator' ||
      prometheusOperator === undefined ||
      metrics.scraperNamespace === prometheusOperator.namespace,
    'must be the namespace of addOns.prometheusOperator, where its Prometheus runs',
  ),
  agree<Groups>(
    ['exposure.controller.metricsPort', 'exposure.tls', 'observability.metrics.kind'],
    ({ exposure, observability: { metrics } }) =>
      metricsPortOf(exposure) === undefined ||
      ('tls' in exposure && exposure.tls !== undefined && ownsPrometheus(metrics)),
    'is of use only with tls, and with metrics.kind self-contained',
  ),
  agree<Groups>(
    ['policies.registries', 'policies.admission', 'images.registry', 'database.mode', 'exposure'],
    ({ policies, images, database, exposure }) =>
      !policies.admission ||
      policies.registries.length > 0 ||
      images.registry !== undefined ||
      !(database.mode === 'cloudnative-pg' || isProvenOverHttp(exposure)),
    'must name where the images come from that an operator puts into our namespace: CloudNativePG into pods of the database, cert-manager to prove a host',
  ),
  agree<Groups>(
    ['policies.requireDigests', 'images', 'web.image'],
    ({ policies, images: { registry: _, ...images }, web }) =>
      !policies.requireDigests ||
      [...Object.values(images), web.image].every((name) => name.includes('@sha256:')),
    'needs a digest (@sha256:…) on web.image and on every one of images',
  ),
  agree<Groups>(
    ['policies.verifyImages', 'web.image'],
    ({ policies, web }) => policies.verifyImages === undefined || web.image.includes('@sha256:'),
    'needs a digest (@sha256:…) on web.image, because that is what is signed',
  ),
  agree<Groups>(
    ['policies.verifyImages', 'web.image', 'images.registry'],
    ({ policies, ...all }) => policies.verifyImages === undefined || !isAnybodys(all.web.image, all),
    'needs the registry in web.image, because that is where the signature is looked for',
  ),
  agree<Groups>(
    ['secrets.sshKey', 'cluster'],
    ({ cluster, secrets }) =>
      cluster.provider !== 'k3s' ||
      typeof cluster.hosts === 'string' ||
      (cluster.ssh.keyFile === undefined) !== (secrets.sshKey === undefined),
    `must be set where cluster.ssh.keyFile is not, and only there${remedy('sshKey')} < KEY`,
  ),
  ownerOfExternal('databaseOwnerUser'),
  ownerOfExternal('databaseOwnerPassword'),
  agree<Groups>(
    ['database.mode', 'secrets'],
    ({ database, secrets }) =>
      database.mode === 'external' || !(secrets.databaseOwnerUser || secrets.databaseOwnerPassword),
    'must be external because secrets has the owner of a database',
  ),
  agree<Groups>(
    ['database.mode', 'secrets'],
    ({ database, secrets }) =>
      database.mode === 'external' || !(secrets.databaseMetricsUser || secrets.databaseMetricsPassword),
    'must be external because secrets has a role that reads the statistics of one',
  ),
  ...bothOf('databaseMetricsUser', 'databaseMetricsPassword'),
  agree<Groups>(
    ['database.mode', 'cluster.provider'],
    ({ database, cluster }) => database.mode !== 'rds' || cluster.provider === 'eks',
    'needs cluster.provider eks, in whose network it is',
  ),
  agree<Groups>(
    ['images.postgres', 'database.mode'],
    ({ database, images }) => database.mode !== 'statefulset' || !/:[^/]*alpine/.test(images.postgres),
    'must not be built on Alpine, where Postgres is user 70: its files here are those of user 999, as in postgres:18',
  ),
  agree<Groups>(
    ['images.postgres', 'database.mode'],
    ({ database, images }) => database.mode !== 'cloudnative-pg' || /:[1-9]\d/.test(images.postgres),
    'must have a tag that begins with the version of Postgres, which the operator reads from it',
  ),
  connectionsForAllPods(),
  ...noneOfAnybodyOnEks(),
  ...noneUnnamedByMirror(),
  uploadsForManyNodes(),
  uploadsNotOnLocalPath(),
  albInNetwork(),
  albHasController(),
  autoModeHasOwnController(),
  backupBucketInRegion(),
  ...noRolesOfAccounts(),
  elastiCacheOnEks(),
  valuesOfResources(),
  ...partsOfK3s(),
  ...othersElsewhere(),
  restoreAgeFits(),
);

function ownerOfExternal(name: 'databaseOwnerUser' | 'databaseOwnerPassword') {
  return agree<Groups>(
    [`secrets.${name}`, 'database.mode'],
    ({ database, secrets }) => database.mode !== 'external' || isKnown(secrets, name),
    `is missing, must be set because database.mode is external${remedy(name)}`,
  );
}

function smtpWithMail(name: 'smtpUser' | 'smtpPassword') {
  return agree<Groups>(
    [`secrets.${name}`, 'mail'],
    ({ mail, secrets }) => mail === undefined || isKnown(secrets, name),
    `is missing, must be set because mail is${remedy(name)}`,
  );
}

/** One is of no use without the other. */
function bothOf(one: (typeof GIVEN)[number], two: (typeof GIVEN)[number]) {
  const of = (name: typeof one, other: typeof one) =>
    agree<Groups>(
      [`secrets.${name}`, `secrets.${other}`],
      ({ secrets }) => secrets[name] !== undefined || secrets[other] === undefined,
      `is missing, must be set because secrets.${other} is${remedy(name)}`,
    );
  return [of(one, two), of(two, one)] as const;
}

/** Whether a value that only people have is here, or in the store, which is asked for it when it is needed. */
function isKnown(secrets: Groups['secrets'], name: (typeof GIVEN)[number]): boolean {
  return secrets.source.kind === 'external-secrets' || secrets[name] !== undefined;
}

function notInTwoPlaces(name: (typeof GIVEN)[number]) {
  return agree<Groups>(
    [`secrets.${name}`, 'secrets.source'],
    ({ secrets }) => secrets.source.kind === 'pulumi' || secrets[name] === undefined,
    'must not be here, because secrets.source is external-secrets and the values are in its store',
  );
}

function isProvenOverHttp(exposure: Groups['exposure']): boolean {
  const tls = 'tls' in exposure ? exposure.tls : undefined;
  return tls?.from === 'cert-manager' && tls.issuer.kind === 'acme';
}

function metricsPortOf(exposure: Groups['exposure']) {
  const controller = 'controller' in exposure ? exposure.controller : undefined;
  return controller?.kind === 'traefik' ? controller.metricsPort : undefined;
}

function receiverOf({ metrics }: Groups['observability']) {
  return 'alerts' in metrics ? metrics.alerts.receiver : undefined;
}

function ownsPrometheus(metrics: Groups['observability']['metrics']): boolean {
  return metrics.kind === 'self-contained';
}

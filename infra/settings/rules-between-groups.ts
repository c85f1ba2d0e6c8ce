import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';
import { connectionsForAllPods, connectionsInMemory } from './database-connections.ts';
import {
  albHasController,
  albInNetwork,
  autoModeHasOwnController,
  backupBucketInRegion,
  elastiCacheOnEks,
  noRolesOfAccounts,
  uploadsForManyNodes,
  valuesOfResources,
} from './eks-rules.ts';
import { GIVEN, remedy } from './groups/secrets.ts';
import { isAnybodys, noneOfAnybodyOnEks, noneUnnamedByMirror } from './image-without-registry-rules.ts';
import { partsOfK3s } from './k3s-bundled-component-rules.ts';
import { nodePortsLeadSomewhere } from './node-port-rules.ts';
import { storeRules } from './object-store-rules.ts';
import { restoreAgeFits } from './restore-age-alert-and-schedules-rule.ts';
import { addOnsByThemselves, othersElsewhere } from './third-party-and-add-on-namespace-rules.ts';
import { uploadsNotOnLocalPath } from './uploads-access-mode.ts';
import { noVolumeInDatabase } from './uploads-in-database-or-volume.ts';

/** Rules that settings of several groups obey, those of other files among them, in the order in which problems are named. */
export const rulesBetweenGroups = [
  smtpWithMail('smtpUser'),
  smtpWithMail('smtpPassword'),
  crossCheck<Groups>(
    ['mail', 'secrets'],
    ({ mail, secrets }) => mail !== undefined || !(secrets.smtpUser || secrets.smtpPassword),
    'is missing, must be set because secrets has an SMTP user or password',
  ),
  crossCheck<Groups>(
    ['observability.metrics.alerts.receiver', 'mail'],
    ({ observability, mail }) => receiverOf(observability)?.kind !== 'email' || mail !== undefined,
    'needs mail to be set, because that names the server',
  ),
  crossCheck<Groups>(
    ['secrets.alertWebhook', 'observability.metrics'],
    ({ observability, secrets }) =>
      receiverOf(observability)?.kind !== 'webhook' || isKnown(secrets, 'alertWebhook'),
    `is missing, must be set because alerts go to a webhook${remedy('alertWebhook')}`,
  ),
  ...GIVEN.map(notInTwoPlaces),
  ...bothOf('objectStoreKeyId', 'objectStoreKey'),
  crossCheck<Groups>(
    ['backup.objectStore', 'secrets'],
    ({ backup, secrets }) => backup.objectStore !== undefined || secrets.objectStoreKey === undefined,
    'is missing, must be set because secrets has the key of an object store',
  ),
  crossCheck<Groups>(
    ['backup.objectStore.region', 'backup.objectStore.endpoint'],
    ({ backup: { objectStore } }) =>
      objectStore?.kind !== 's3' || objectStore.region !== undefined || objectStore.endpoint !== undefined,
    'is missing, must be set where there is no endpoint',
  ),
  ...storeRules(),
  crossCheck<Groups>(
    ['database.recoverFrom', 'backup'],
    ({ database, backup }) =>
      database.mode !== 'cloudnative-pg' ||
      database.recoverFrom === undefined ||
      (backup.enabled && backup.objectStore !== undefined),
    'needs backup.objectStore, which holds the archive',
  ),
  crossCheck<Groups>(
    ['observability.namespace', 'namespace'],
    ({ observability, namespace }) => observability.namespace !== namespace,
    'must not be the namespace of the app',
  ),
  crossCheck<Groups>(
    ['observability.logs.namespace', 'observability.namespace', 'namespace'],
    ({ observability, namespace }) =>
      observability.logs.kind !== 'elasticsearch' ||
      ![observability.namespace, namespace].includes(observability.logs.namespace),
    'must be a namespace of its own, because its pods read files of the nodes',
  ),
  crossCheck<Groups>(
    [
      'observability.logs.audit.namespace',
      'observability.logs.audit',
      'observability.namespace',
      'namespace',
    ],
    ({ observability: { logs, namespace: monitoring }, namespace }) =>
      logs.kind !== 'loki' || !logs.audit || ![monitoring, namespace].includes(logs.audit.namespace),
    'must be a namespace of its own, because its pods read files of the nodes',
  ),
  crossCheck<Groups>(
    ['observability.logs.audit', 'cluster.provider'],
    ({ observability: { logs }, cluster }) =>
      logs.kind !== 'loki' || !logs.audit || cluster.provider === 'k3s',
    'needs cluster.provider k3s, whose servers have that log: EKS keeps it in CloudWatch, others where their owner has it',
  ),
  crossCheck<Groups>(
    ['database.debugNodePort', 'exposure'],
    ({ database, exposure }) =>
      exposure.kind !== 'node-port' ||
      database.mode !== 'statefulset' ||
      database.debugNodePort !== exposure.nodePort,
    'must be another port than exposure.nodePort, because a node has each port once',
  ),
  crossCheck<Groups>(
    ['observability.dashboards', 'observability.metrics'],
    ({ observability: { dashboards, metrics } }) =>
      dashboards.kind !== 'grafana' || ownsPrometheus(metrics) || dashboards.prometheus !== undefined,
    'needs prometheus, the address of one, because metrics.kind is not self-contained',
  ),
  crossCheck<Groups>(
    ['observability.metrics.scraperNamespace', 'addOns.prometheusOperator', 'observability.metrics.kind'],
    ({ observability: { metrics }, addOns: { prometheusOperator } }) =>
      metrics.kind !== 'operator' ||
      prometheusOperator === undefined ||
      metrics.scraperNamespace === prometheusOperator.namespace,
    'must be the namespace of addOns.prometheusOperator, where its Prometheus runs',
  ),
  crossCheck<Groups>(
    ['exposure.controller.metricsPort', 'exposure.tls', 'observability.metrics.kind'],
    ({ exposure, observability: { metrics } }) =>
      metricsPortOf(exposure) === undefined ||
      ('tls' in exposure && exposure.tls !== undefined && ownsPrometheus(metrics)),
    'is of use only with tls, and with metrics.kind self-contained',
  ),
  crossCheck<Groups>(
    ['policies.registries', 'policies.admission', 'images.registry', 'database.mode', 'exposure'],
    ({ policies, images, database, exposure }) =>
      !policies.admission ||
      policies.registries.length > 0 ||
      images.registry !== undefined ||
      !(database.mode === 'cloudnative-pg' || isProvenOverHttp(exposure)),
    'must name where the images come from that an operator puts into our namespace: CloudNativePG into pods of the database, cert-manager to prove a host',
  ),
  crossCheck<Groups>(
    ['policies.requireDigests', 'images', 'web.image'],
    ({ policies, images: { registry: _, ...images }, web }) =>
      !policies.requireDigests ||
      [...Object.values(images), web.image].every((name) => name.includes('@sha256:')),
    'needs a digest (@sha256:…) on web.image and on every one of images',
  ),
  crossCheck<Groups>(
    ['policies.verifyImages', 'web.image'],
    ({ policies, web }) => policies.verifyImages === undefined || web.image.includes('@sha256:'),
    'needs a digest (@sha256:…) on web.image, because that is what is signed',
  ),
  crossCheck<Groups>(
    ['policies.verifyImages', 'web.image', 'images.registry'],
    ({ policies, ...all }) => policies.verifyImages === undefined || !isAnybodys(all.web.image, all),
    'needs the registry in web.image, because that is where the signature is looked for',
  ),
  crossCheck<Groups>(
    ['secrets.sshKey', 'cluster'],
    ({ cluster, secrets }) =>
      cluster.provider !== 'k3s' ||
      typeof cluster.hosts === 'string' ||
      (cluster.ssh.keyFile === undefined) !== (secrets.sshKey === undefined),
    `must be set where cluster.ssh.keyFile is not, and only there${remedy('sshKey')} < KEY`,
  ),
  ownerOfExternal('databaseOwnerUser'),
  ownerOfExternal('databaseOwnerPassword'),
  crossCheck<Groups>(
    ['database.mode', 'secrets'],
    ({ database, secrets }) =>
      database.mode === 'external' || !(secrets.databaseOwnerUser || secrets.databaseOwnerPassword),
    'must be external because secrets has the owner of a database',
  ),
  crossCheck<Groups>(
    ['database.mode', 'secrets'],
    ({ database, secrets }) =>
      database.mode === 'external' || !(secrets.databaseMetricsUser || secrets.databaseMetricsPassword),
    'must be external because secrets has a role that reads the statistics of one',
  ),
  ...bothOf('databaseMetricsUser', 'databaseMetricsPassword'),
  crossCheck<Groups>(
    ['database.mode', 'cluster.provider'],
    ({ database, cluster }) => database.mode !== 'rds' || cluster.provider === 'eks',
    'needs cluster.provider eks, in whose network it is',
  ),
  crossCheck<Groups>(
    ['images.postgres', 'database.mode'],
    ({ database, images }) => database.mode !== 'statefulset' || !/:[^/]*alpine/.test(images.postgres),
    'must not be built on Alpine, where Postgres is user 70: its files here are those of user 999, as in postgres:18',
  ),
  crossCheck<Groups>(
    ['images.postgres', 'database.mode'],
    ({ database, images }) => database.mode !== 'cloudnative-pg' || /:[1-9]\d/.test(images.postgres),
    'must have a tag that begins with the version of Postgres, which the operator reads from it',
  ),
  connectionsInMemory(),
  connectionsForAllPods(),
  ...noneOfAnybodyOnEks(),
  ...noneUnnamedByMirror(),
  uploadsForManyNodes(),
  uploadsNotOnLocalPath(),
  ...noVolumeInDatabase(),
  albInNetwork(),
  albHasController(),
  autoModeHasOwnController(),
  backupBucketInRegion(),
  ...noRolesOfAccounts(),
  elastiCacheOnEks(),
  valuesOfResources(),
  ...partsOfK3s(),
  ...othersElsewhere(),
  ...addOnsByThemselves(),
  restoreAgeFits(),
  ...nodePortsLeadSomewhere(),
  crossCheck<Groups>(
    ['addOns.argoCd', 'delivery'],
    ({ addOns, delivery }) => addOns.argoCd === undefined || delivery.kind === 'argo-cd',
    'is of use only with delivery.kind argo-cd',
  ),
  crossCheck<Groups>(
    ['addOns.argoCd.namespace', 'addOns.argoCd', 'delivery'],
    ({ addOns, delivery }) =>
      addOns.argoCd === undefined ||
      delivery.kind !== 'argo-cd' ||
      addOns.argoCd.namespace === delivery.namespace,
    'must be delivery.namespace, where Argo CD looks for its Applications',
  ),
  crossCheck<Groups>(
    ['delivery.signIn', 'delivery', 'addOns.argoCd'],
    ({ addOns, delivery }) =>
      delivery.kind !== 'argo-cd' || delivery.signIn.kind === 'none' || addOns.argoCd !== undefined,
    'needs addOns.argoCd: how people sign in to an Argo CD of yours is set there',
  ),
] as const;

function ownerOfExternal(name: 'databaseOwnerUser' | 'databaseOwnerPassword') {
  return crossCheck<Groups>(
    [`secrets.${name}`, 'database.mode'],
    ({ database, secrets }) => database.mode !== 'external' || isKnown(secrets, name),
    `is missing, must be set because database.mode is external${remedy(name)}`,
  );
}

function smtpWithMail(name: 'smtpUser' | 'smtpPassword') {
  return crossCheck<Groups>(
    [`secrets.${name}`, 'mail'],
    ({ mail, secrets }) => mail === undefined || isKnown(secrets, name),
    `is missing, must be set because mail is${remedy(name)}`,
  );
}

/** Requires both of two secrets or neither: one is of no use without the other. */
function bothOf(one: (typeof GIVEN)[number], two: (typeof GIVEN)[number]) {
  const of = (name: typeof one, other: typeof one) =>
    crossCheck<Groups>(
      [`secrets.${name}`, `secrets.${other}`],
      ({ secrets }) => secrets[name] !== undefined || secrets[other] === undefined,
      `is missing, must be set because secrets.${other} is${remedy(name)}`,
    );
  return [of(one, two), of(two, one)] as const;
}

/**
 * True when a value that only people have is set here, or expected in the external store, which is read when it is needed.
 */
function isKnown(secrets: Groups['secrets'], name: (typeof GIVEN)[number]): boolean {
  return secrets.source.kind !== 'pulumi' || secrets[name] !== undefined;
}

function notInTwoPlaces(name: (typeof GIVEN)[number]) {
  return crossCheck<Groups>(
    [`secrets.${name}`, 'secrets.source'],
    ({ secrets }) => secrets.source.kind === 'pulumi' || secrets[name] === undefined,
    'must not be here, because the values are in the store of secrets.source',
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

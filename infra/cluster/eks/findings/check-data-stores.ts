import { waiting } from './creation-order.ts';
import {
  type Finding,
  failing,
  input,
  keyOf,
  ofType,
  type Recorded,
} from './filter-registrations-into-findings.ts';

/** Findings on data stores: encrypted by a key of ours, retained, and private. */
export function dataFindings(all: readonly Recorded[]): readonly Finding[] {
  const clusters = all.filter(({ type }) => type === 'eks:index:Cluster');
  const keys = ofType(all, 'kms/key:Key');
  const servers = ofType(all, 'rds/instance:Instance');
  // A copy is made again at any time, and is encrypted as its server is.
  const databases = servers.filter((one) => input(one, 'replicateSourceDb') === undefined);
  const caches = ofType(all, 'elasticache/replicationGroup:ReplicationGroup');
  const files = ofType(all, 'efs/fileSystem:FileSystem');
  const buckets = ofType(all, 's3/bucket:Bucket');
  const classes = all.filter(({ type }) => type === 'kubernetes:storage.k8s.io/v1:StorageClass');
  const disks = classes.filter((one) => String(input(one, 'provisioner')).startsWith('ebs.csi.'));
  const is = (path: string, wanted: unknown) => (one: Recorded) => input(one, path) === wanted;
  const byOurKey =
    (prop: string) =>
    ({ inputsBy }: Recorded) =>
      inputsBy[prop]?.some((key) => key.startsWith('aws:kms/key:')) === true;
  const ofOutliving = [...databases, ...buckets, ...disks].flatMap(({ inputsOf }) => inputsOf);
  const waits = waiting(all);
  const denies = (type: string) => (one: Recorded) =>
    ofType(all, type).some(
      (policy) => policy.inputsOf.includes(keyOf(one)) && deniesPlain(String(policy.inputs['policy'])),
    );
  const has = (type: string, passes: (one: Recorded) => boolean) => (bucket: Recorded) =>
    ofType(all, type).some((one) => one.inputsOf.includes(keyOf(bucket)) && passes(one));

  return [
    ...failing(
      [...clusters, ...keys, ...databases, ...files, ...buckets],
      ({ protect }) => protect,
      'may be deleted by a slip',
    ),
    ...failing(keys, is('enableKeyRotation', true), 'is the same for ever'),
    ...failing(
      keys.filter((one) => ofOutliving.includes(keyOf(one))),
      ({ retained }) => retained,
      'goes with the stack, and what outlives that is lost',
    ),
    ...failing(
      ofType(all, 'cloudwatch/logGroup:LogGroup'),
      (one) => Number(input(one, 'retentionInDays')) > 0,
      'is kept for ever',
    ),

    ...failing(
      databases,
      (one) => input(one, 'storageEncrypted') === true && byOurKey('kmsKeyId')(one),
      'is not encrypted by a key of ours',
    ),
    ...failing(
      servers,
      byOurKey('performanceInsightsKmsKeyId'),
      'keeps statements of its users without a key of ours',
    ),
    ...failing(servers, is('publiclyAccessible', false), 'has a public address'),
    ...failing(
      databases,
      (one) => Number(input(one, 'backupRetentionPeriod')) >= 7,
      'has backups of less than a week',
    ),
    ...failing(databases, is('deletionProtection', true), 'may be deleted in AWS by a slip'),
    ...failing(databases, is('skipFinalSnapshot', false), 'leaves nothing when it is deleted'),
    ...failing(
      databases,
      ({ inputsBy }) => !!inputsBy['finalSnapshotIdentifier']?.some((key) => key.includes(':RandomId ')),
      'leaves a snapshot that stands in the way of the next one',
    ),
    ...failing(
      servers,
      (one) => logsOf(one).every((log) => all.some((it) => input(it, 'name') === log && waits(one, it))),
      'makes a log of its own, which is kept for ever',
    ),
    ...failing(
      databases,
      ({ inputs }) => inputs['password'] === '[secret]',
      'shows the password of its owner',
    ),
    ...failing(
      servers,
      givenBy(all, 'rds/parameterGroup:ParameterGroup', forcesTls),
      'takes connections without TLS',
    ),

    ...failing(
      files,
      (one) => input(one, 'encrypted') === true && byOurKey('kmsKeyId')(one),
      'is not encrypted by a key of ours',
    ),
    ...failing(files, denies('efs/fileSystemPolicy:FileSystemPolicy'), 'may be mounted without TLS'),

    ...failing(caches, is('transitEncryptionEnabled', true), 'takes connections without TLS'),
    ...failing(caches, ({ inputs }) => inputs['authToken'] === '[secret]', 'asks nobody for a password'),
    ...failing(
      caches,
      (one) => input(one, 'atRestEncryptionEnabled') === true && byOurKey('kmsKeyId')(one),
      'is not encrypted by a key of ours',
    ),

    ...failing(
      buckets,
      has('s3/bucketPublicAccessBlock:BucketPublicAccessBlock', isClosed),
      'may be made public',
    ),
    ...failing(
      buckets,
      has('s3/bucketVersioning:BucketVersioning', is('versioningConfiguration.status', 'Enabled')),
      'forgets what is overwritten',
    ),
    ...failing(
      buckets,
      has(
        's3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        byOurKey('rules'),
      ),
      'is not encrypted by a key of ours',
    ),
    ...failing(
      buckets,
      has('s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', () => true),
      'keeps what is deleted for ever',
    ),
    ...failing(buckets, denies('s3/bucketPolicy:BucketPolicy'), 'may be read without TLS'),

    ...failing(disks, is('parameters.encrypted', 'true'), 'makes disks that are not encrypted'),
    ...failing(
      disks.filter(is('provisioner', 'ebs.csi.aws.com')),
      byOurKey('parameters'),
      'makes disks that are not encrypted by a key of ours',
    ),
    ...failing(
      classes.filter(is('provisioner', 'efs.csi.aws.com')),
      hasFoldersOfApp,
      'makes folders that are not the app’s alone',
    ),
    ...failing(disks, is('allowVolumeExpansion', true), 'makes disks that cannot grow'),
    ...failing(
      disks,
      is('volumeBindingMode', 'WaitForFirstConsumer'),
      'makes disks in a zone where the pod is not',
    ),
    ...failing(classes, is('reclaimPolicy', 'Retain'), 'deletes data with its claim'),
    ...failing(
      disks.slice(0, 1),
      () => classes.filter(isDefault).length === 1 && disks.some(isDefault),
      'is not the one class of claims that name none',
    ),
  ];
}

/** True when a registration that supplies one of its inputs passes. */
function givenBy(all: readonly Recorded[], type: string, passes: (one: Recorded) => boolean) {
  return ({ inputsOf }: Recorded) =>
    ofType(all, type).some((one) => inputsOf.includes(keyOf(one)) && passes(one));
}

function logsOf(database: Recorded): readonly string[] {
  const exports = (input(database, 'enabledCloudwatchLogsExports') ?? []) as readonly string[];
  return exports.map((log) => `/aws/rds/instance/${input(database, 'identifier')}/${log}`);
}

/** True for an access point for each claim, whose files belong to the user that all pods of the platform run as. */
function hasFoldersOfApp({ inputs }: Recorded): boolean {
  const parameters = inputs['parameters'] as Readonly<Record<string, unknown>>;
  const wanted = {
    provisioningMode: 'efs-ap',
    directoryPerms: '700',
    uid: '1000',
    gid: '1000',
    basePath: '/claims',
  };
  return Object.entries(wanted).every(([key, value]) => parameters[key] === value);
}

function deniesPlain(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as {
    Statement?: readonly { Effect: string; Condition?: { Bool?: Record<string, string> } }[];
  };
  return Statement.some(
    ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
  );
}

function forcesTls({ inputs }: Recorded): boolean {
  const parameters = (inputs['parameters'] ?? []) as readonly { name: string; value: string }[];
  return parameters.some(({ name, value }) => name === 'rds.force_ssl' && value === '1');
}

function isClosed({ inputs }: Recorded): boolean {
  const blocks = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];
  return blocks.every((block) => inputs[block] === true);
}

function isDefault({ inputs }: Recorded): boolean {
  const { annotations } = inputs['metadata'] as { annotations?: Record<string, string> };
  return annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}

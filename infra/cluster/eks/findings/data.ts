import { type Finding, failing, input, keyOf, ofType, type Recorded } from './recorded.ts';

/** What holds data: it is encrypted by a key of ours, kept, and nobody's but ours. */
export function dataFindings(all: readonly Recorded[]): readonly Finding[] {
  const clusters = all.filter(({ type }) => type === 'eks:index:Cluster');
  const keys = ofType(all, 'kms/key:Key');
  const databases = ofType(all, 'rds/instance:Instance');
  const caches = ofType(all, 'elasticache/replicationGroup:ReplicationGroup');
  const files = ofType(all, 'efs/fileSystem:FileSystem');
  const buckets = ofType(all, 's3/bucket:Bucket');
  const classes = all.filter(({ type }) => type === 'kubernetes:storage.k8s.io/v1:StorageClass');
  const disks = classes.filter((one) => String(input(one, 'provisioner')).startsWith('ebs.csi.'));
  const is = (path: string, wanted: unknown) => (one: Recorded) => input(one, path) === wanted;
  const byOurKey = ({ inputsOf }: Recorded) => inputsOf.some((key) => key.startsWith('aws:kms/key:'));
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
      databases,
      (one) => input(one, 'storageEncrypted') === true && byOurKey(one),
      'is not encrypted by a key of ours',
    ),
    ...failing(databases, is('publiclyAccessible', false), 'has a public address'),
    ...failing(
      databases,
      (one) => Number(input(one, 'backupRetentionPeriod')) >= 7,
      'has backups of less than a week',
    ),
    ...failing(databases, is('deletionProtection', true), 'may be deleted in AWS by a slip'),
    ...failing(databases, is('skipFinalSnapshot', false), 'leaves nothing when it is deleted'),
    ...failing(
      databases,
      ({ inputs }) => inputs['password'] === '[secret]',
      'shows the password of its owner',
    ),
    ...failing(
      databases,
      givenBy(all, 'rds/parameterGroup:ParameterGroup', forcesTls),
      'takes connections without TLS',
    ),

    ...failing(
      files,
      (one) => input(one, 'encrypted') === true && byOurKey(one),
      'is not encrypted by a key of ours',
    ),
    ...failing(files, denies('efs/fileSystemPolicy:FileSystemPolicy'), 'may be mounted without TLS'),

    ...failing(caches, is('transitEncryptionEnabled', true), 'takes connections without TLS'),
    ...failing(caches, ({ inputs }) => inputs['authToken'] === '[secret]', 'asks nobody for a password'),
    ...failing(
      caches,
      (one) => input(one, 'atRestEncryptionEnabled') === true && byOurKey(one),
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
      has('s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', byOurKey),
      'is not encrypted by a key of ours',
    ),
    ...failing(
      buckets,
      has('s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', () => true),
      'keeps what is deleted for ever',
    ),
    ...failing(buckets, denies('s3/bucketPolicy:BucketPolicy'), 'may be read without TLS'),

    ...failing(disks, is('parameters.encrypted', 'true'), 'makes disks that are not encrypted'),
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

/** Whether a registration that gives one of its inputs passes. */
function givenBy(all: readonly Recorded[], type: string, passes: (one: Recorded) => boolean) {
  return ({ inputsOf }: Recorded) =>
    ofType(all, type).some((one) => inputsOf.includes(keyOf(one)) && passes(one));
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

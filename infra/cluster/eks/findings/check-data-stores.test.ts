import {
  drop,
  eachIsFound,
  forget,
  plain,
  set,
} from '../testing/mutate-registrations-and-expect-findings.ts';

const DATABASE = 'aws:rds/instance:Instance finance-database';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup finance-cache';
const FILES = 'aws:efs/fileSystem:FileSystem finance-uploads';
const BUCKET = 'aws:s3/bucket:Bucket backups';
const GP3 = 'kubernetes:storage.k8s.io/v1:StorageClass gp3';
const lessTls = set('policy', '{"Statement":[]}');

eachIsFound([
  {
    broken: 'a public database',
    at: DATABASE,
    how: set('publiclyAccessible', true),
    found: 'has a public address',
  },
  {
    broken: 'a database that is not encrypted',
    at: DATABASE,
    how: set('storageEncrypted', false),
    found: 'is not encrypted by a key of ours',
  },
  {
    broken: 'backups of a day',
    at: DATABASE,
    how: set('backupRetentionPeriod', 1),
    found: 'has backups of less than a week',
  },
  {
    broken: 'a database that AWS may delete',
    at: DATABASE,
    how: set('deletionProtection', false),
    found: 'may be deleted in AWS by a slip',
  },
  {
    broken: 'a database without a last snapshot',
    at: DATABASE,
    how: set('skipFinalSnapshot', true),
    found: 'leaves nothing when it is deleted',
  },
  {
    broken: 'a database whose disk is of a key of others',
    at: DATABASE,
    how: plain('kmsKeyId'),
    found: 'is not encrypted by a key of ours',
  },
  {
    broken: 'statements of a key of others',
    at: DATABASE,
    how: plain('performanceInsightsKmsKeyId'),
    found: 'keeps statements of its users without a key of ours',
  },
  {
    broken: 'a last snapshot of the same name in each life',
    at: DATABASE,
    how: plain('finalSnapshotIdentifier'),
    found: 'leaves a snapshot that stands in the way of the next one',
  },
  {
    broken: 'a log that RDS makes',
    at: 'aws:cloudwatch/logGroup:LogGroup finance-database-upgrade',
    how: drop,
    found: [[DATABASE, 'makes a log of its own, which is kept for ever']],
  },
  {
    broken: 'a database before its log',
    at: DATABASE,
    how: forget('aws:cloudwatch/logGroup:'),
    found: 'makes a log of its own, which is kept for ever',
  },
  {
    broken: 'a log that nobody ends',
    at: 'aws:cloudwatch/logGroup:LogGroup finance-database-upgrade',
    how: set('retentionInDays', undefined),
    found: 'is kept for ever',
  },
  {
    broken: 'a key that goes before what it encrypted',
    at: 'aws:kms/key:Key finance-data',
    how: (one) => {
      one.retained = false;
    },
    found: 'goes with the stack, and what outlives that is lost',
  },
  {
    broken: 'a password in the open',
    at: DATABASE,
    how: set('password', 'hunter2'),
    found: 'shows the password of its owner',
  },
  {
    broken: 'connections in clear',
    at: 'aws:rds/parameterGroup:ParameterGroup finance-database',
    how: set('parameters', []),
    found: [[DATABASE, 'takes connections without TLS']],
  },
  {
    broken: 'an unprotected database',
    at: DATABASE,
    how: (one) => {
      one.protect = false;
    },
    found: 'may be deleted by a slip',
  },
  {
    broken: 'an unprotected cluster',
    at: 'eks:index:Cluster finance',
    how: (one) => {
      one.protect = false;
    },
    found: 'may be deleted by a slip',
  },
  {
    broken: 'files that are not encrypted',
    at: FILES,
    how: set('encrypted', false),
    found: 'is not encrypted by a key of ours',
  },
  {
    broken: 'files of a key of others',
    at: FILES,
    how: plain('kmsKeyId'),
    found: 'is not encrypted by a key of ours',
  },
  {
    broken: 'files over a plain connection',
    at: 'aws:efs/fileSystemPolicy:',
    how: lessTls,
    found: [[FILES, 'may be mounted without TLS']],
  },
  {
    broken: 'a key without rotation',
    at: 'aws:kms/key:Key finance-data',
    how: set('enableKeyRotation', false),
    found: 'is the same for ever',
  },
  {
    broken: 'a bucket that may be public',
    at: 'aws:s3/bucketPublicAccessBlock:',
    how: set('blockPublicPolicy', false),
    found: [[BUCKET, 'may be made public']],
  },
  {
    broken: 'a bucket without versions',
    at: 'aws:s3/bucketVersioning:',
    how: set('versioningConfiguration.status', 'Suspended'),
    found: [[BUCKET, 'forgets what is overwritten']],
  },
  {
    broken: 'a bucket without a key',
    at: 'aws:s3/bucketServerSideEncryptionConfiguration:',
    how: drop,
    found: [[BUCKET, 'is not encrypted by a key of ours']],
  },
  {
    broken: 'a bucket over http',
    at: 'aws:s3/bucketPolicy:',
    how: lessTls,
    found: [[BUCKET, 'may be read without TLS']],
  },
  {
    broken: 'a bucket that forgets nothing',
    at: 'aws:s3/bucketLifecycleConfiguration:',
    how: drop,
    found: [[BUCKET, 'keeps what is deleted for ever']],
  },
  {
    broken: 'an unprotected bucket',
    at: BUCKET,
    how: (one) => {
      one.protect = false;
    },
    found: 'may be deleted by a slip',
  },
  {
    broken: 'volumes that are not encrypted',
    at: GP3,
    how: set('parameters.encrypted', 'false'),
    found: 'makes disks that are not encrypted',
  },
  {
    broken: 'volumes of a key of others',
    at: GP3,
    how: plain('parameters'),
    found: 'makes disks that are not encrypted by a key of ours',
  },
  ...(['provisioningMode', 'directoryPerms', 'uid', 'gid', 'basePath'] as const).map((parameter) => ({
    broken: `folders of any ${parameter}`,
    at: 'kubernetes:storage.k8s.io/v1:StorageClass efs',
    how: set(`parameters.${parameter}`, undefined),
    found: 'makes folders that are not the app’s alone',
  })),
  {
    broken: 'volumes that go with their claim',
    at: GP3,
    how: set('reclaimPolicy', 'Delete'),
    found: 'deletes data with its claim',
  },
  {
    broken: 'volumes that cannot grow',
    at: GP3,
    how: set('allowVolumeExpansion', false),
    found: 'makes disks that cannot grow',
  },
  {
    broken: 'volumes in any zone',
    at: GP3,
    how: set('volumeBindingMode', 'Immediate'),
    found: 'makes disks in a zone where the pod is not',
  },
  {
    broken: 'volumes of Auto Mode that are not encrypted',
    on: 'Auto Mode',
    at: GP3,
    how: set('parameters.encrypted', 'false'),
    found: 'makes disks that are not encrypted',
  },
  {
    broken: 'no class by default',
    at: GP3,
    how: set('metadata.annotations', {}),
    found: 'is not the one class of claims that name none',
  },
  {
    broken: 'a cache in clear',
    at: CACHE,
    how: set('transitEncryptionEnabled', false),
    found: 'takes connections without TLS',
  },
  {
    broken: 'a cache without a password',
    at: CACHE,
    how: set('authToken', undefined),
    found: 'asks nobody for a password',
  },
  {
    broken: 'a cache that is not encrypted',
    at: CACHE,
    how: set('atRestEncryptionEnabled', false),
    found: 'is not encrypted by a key of ours',
  },
  {
    broken: 'a cache of a key of others',
    at: CACHE,
    how: plain('kmsKeyId'),
    found: 'is not encrypted by a key of ours',
  },
]);

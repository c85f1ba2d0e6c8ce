import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './service-role.ts';
import { tagsOf } from './tags.ts';

export interface BackupBucketArgs {
  readonly bucket: string;
  /** ARN of the key that encrypts the bucket. */
  readonly dataKey: pulumi.Input<string>;
  /** Days that deleted or overwritten objects are still recoverable. */
  readonly keptDays: number;
  /** Protects the bucket; otherwise a destroy empties and deletes it. */
  readonly protect: boolean;
}

/**
 * Bucket for backups: private, reachable over TLS only, and versioned so that deleted objects stay recoverable for a time.
 */
export class BackupBucket extends pulumi.ComponentResource {
  constructor(id: string, args: BackupBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:BackupBucket', id, {}, opts);
    const { bucket: name, dataKey, keptDays, protect } = args;
    const here = { parent: this };
    const { bucket } = new Bucket(
      'backups',
      { bucket: name, forceDestroy: !protect, tags: tagsOf('backup', name) },
      { ...here, protect },
    );
    const closed = new BucketPublicAccessBlock(
      'backups',
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      here,
    );
    const versioning = new BucketVersioning(
      'backups',
      { bucket, versioningConfiguration: { status: 'Enabled' } },
      here,
    );
    new BucketServerSideEncryptionConfiguration(
      'backups',
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: dataKey },
            bucketKeyEnabled: true,
          },
        ],
      },
      here,
    );
    new BucketPolicy(
      'backups',
      { bucket, policy: policyDocument([overTlsOnly(name)]) },
      { ...here, dependsOn: [closed] },
    );
    new BucketLifecycleConfiguration(
      'backups',
      {
        bucket,
        // The writers of backups delete the old ones; this expires their noncurrent versions, and interrupted uploads.
        rules: [
          {
            id: 'deleted',
            status: 'Enabled',
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: keptDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            expiration: { expiredObjectDeleteMarker: true },
          },
        ],
      },
      { ...here, dependsOn: [versioning] },
    );
    this.registerOutputs({});
  }
}

function overTlsOnly(bucket: string) {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  } as const;
}

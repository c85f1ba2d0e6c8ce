import type { Statement } from './service-role.ts';

export interface BucketFolder {
  readonly bucket: string;
  /** Folder in the bucket; absent: all of it. */
  readonly prefix?: string | undefined;
}

/** Rights to read and write in one folder of a bucket, and to list it. */
export function useOfFolder({ bucket, prefix }: BucketFolder): readonly Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: arn,
      ...(prefix !== undefined && {
        Condition: { StringLike: { 's3:prefix': [prefix, `${prefix}/*`] } },
      }),
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: prefix === undefined ? `${arn}/*` : `${arn}/${prefix}/*`,
    },
  ];
}

/** Rights to use a key, by its ARN, for the objects in a bucket. */
export function useOfItsKey(key: string): Statement {
  return { Effect: 'Allow', Action: USE, Resource: key };
}

/**
 * Rights to use any key of the account, for the objects in one bucket alone; for buckets of others, whose key is unknown.
 */
export function useOfAnyKey(
  bucket: string,
  { region, account }: { region: string; account: string },
): Statement {
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    Effect: 'Allow',
    Action: USE,
    Resource: `arn:aws:kms:${region}:${account}:key/*`,
    Condition: {
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arn, `${arn}/*`] },
    },
  };
}

const USE = ['kms:Decrypt', 'kms:GenerateDataKey'];

import type { Statement } from './role.ts';

export interface BucketFolder {
  readonly bucket: string;
  /** Absent: all of the bucket. */
  readonly prefix?: string | undefined;
}

/** To read and write in one folder of a bucket, and to see what is in it. */
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

/** To use a key, by its ARN, for what is in a bucket. */
export function useOfItsKey(key: string): Statement {
  return { Effect: 'Allow', Action: USE, Resource: key };
}

/** To use whichever key of the account somebody else's bucket is encrypted with, for what is in the bucket and nothing else. */
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

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Settings } from '../settings/schema.ts';

export type ObjectStoreSettings = Omit<Extract<Settings['backup']['objectStore'], { kind: 's3' }>, 'kind'>;

/** Access key of the object store; without one, the AWS client takes that of the environment or of its files. */
export interface StoreKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The dumps of one database in an object store. Each method rejects with the error of the store. */
export interface DumpStore {
  /** Names of the completely uploaded dumps, oldest first. */
  dumps(): Promise<readonly string[]>;
  /** Problems of a dump, one per file; empty when each file has the checksum that was recorded for it. */
  damage(dump: string): Promise<readonly string[]>;
  /** Problems of the files of receipts that a dump lists and that are beside it, one per file. */
  receiptDamage(dump: string): Promise<readonly string[]>;
}

export interface DumpsOf {
  /** Name of the database. */
  readonly database: string;
  readonly key?: StoreKey;
  /** Endpoint of the store as reached from this machine. @default that of the settings */
  readonly endpoint?: string;
  /** Timeout of a silent store, in milliseconds. @default 30000 - each request is tried three times */
  readonly silence?: number;
}

/** Files of a dump, as dump.sh writes them, sorted. */
const FILES = ['dump', 'files.txt', 'roles.txt', 'rows.txt', 'schema.sql'];
/** Those of a dump by a release without receipts. */
const FORMER_FILES = FILES.filter((file) => file !== 'files.txt');

/** The dumps of a database in the object store of some settings. */
export function dumpStore(
  { bucket, prefix, region = 'us-east-1', ...settings }: ObjectStoreSettings,
  { database, key, endpoint = settings.endpoint, silence = 30_000 }: DumpsOf,
): DumpStore {
  const client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(key && { credentials: key }),
    requestHandler: { connectionTimeout: silence, socketTimeout: silence },
    responseChecksumValidation: 'WHEN_REQUIRED', // stores other than S3 have no checksum to compare
  });

  async function read(path: string): Promise<Readable> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${path}` }));
    return Body as Readable;
  }

  async function textOf(path: string): Promise<string> {
    return (await (await read(path)).toArray()).join('');
  }

  /** Problem of an object; undefined when its bytes have the checksum. */
  async function problemOf(path: string, sum: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      for await (const part of await read(path)) hash.update(part);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return 'is missing';
      throw error;
    }
    return hash.digest('hex') === sum ? undefined : 'is not what was dumped';
  }

  return {
    async dumps() {
      const names: string[] = [];
      const whole = new RegExp(`^(${database}-\\d{8}T\\d{6}Z)/SHA256SUMS$`);
      const asked = { Bucket: bucket, Prefix: `${prefix}/${database}-` };
      for await (const { Name, Contents = [] } of paginateListObjectsV2({ client }, asked)) {
        if (Name === undefined) throw new Error('what no object store says: is the endpoint another server?');
        names.push(
          ...Contents.flatMap(({ Key = '' }) => whole.exec(Key.slice(prefix.length + 1))?.[1] ?? []),
        );
      }
      return names.sort();
    },
    async damage(dump) {
      const sums = sumsIn(await textOf(`${dump}/SHA256SUMS`));
      if (sums === undefined) return [`SHA256SUMS is not of ${FILES.join(', ')}`];
      const wrong: string[] = [];
      for (const [file, sum] of sums) {
        const problem = await problemOf(`${dump}/${file}`, sum);
        if (problem !== undefined) wrong.push(`${file} ${problem}`);
      }
      return wrong;
    },
    async receiptDamage(dump) {
      const wrong: string[] = [];
      for (const [, hash = ''] of (await textOf(`${dump}/files.txt`)).matchAll(/^(\w+) /gm)) {
        const problem = await problemOf(`${database}-receipts/${hash.slice(0, 2)}/${hash}`, hash);
        if (problem !== undefined) wrong.push(`${hash} ${problem}`);
      }
      return wrong;
    },
  };
}

/** Checksums by file, from the output of sha256sum; undefined unless they are of exactly the files of a dump. */
function sumsIn(text: string): ReadonlyMap<string, string> | undefined {
  const sums = new Map<string, string>();
  for (const [, sum = '', file = ''] of text.matchAll(/^(.*?) [ *](.*)$/gm)) sums.set(file, sum);
  const files = [...sums.keys()].toSorted().join();
  return files === FILES.join() || files === FORMER_FILES.join() ? sums : undefined;
}

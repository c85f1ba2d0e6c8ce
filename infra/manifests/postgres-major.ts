import type { KubeObject } from './object.ts';
import { postgresServer } from './read-postgres-server-of-object.ts';

/** Major version of the Postgres server that an object runs, from its image: `18` of `postgres:18.4`; else undefined. */
export function postgresMajor(object: KubeObject): number | undefined {
  return majorOf(postgresServer(object)?.image ?? '');
}

/** Returns `18` for `postgres:18.4`; undefined when the tag contains no version. */
export function majorOf(image: string): number | undefined {
  const [, major] = /:(?:pg|v)?(\d{1,3})(?![\d])[^/:]*$/.exec(image.replace(/@.*$/, '')) ?? [];
  return major === undefined ? undefined : Number(major);
}

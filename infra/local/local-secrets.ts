import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Problem } from '../command/problem.ts';
import type { DeclaredValue } from '../workloads/secrets/declared-value-types.ts';
import { valuesFor } from '../workloads/secrets/fill-secrets-without-pulumi.ts';

/** Token of the password of the server's superuser; the cluster's Postgres has no such password. */
export const SUPERUSER = 'local.superuser';

/**
 * Secret values of a folder by token: generated once, and kept in a file that only its owner may read.
 *
 * @throws Problem when the file is broken, or is gone although the database that needs its passwords is there
 */
export function keptValues(
  file: string,
  declared: readonly DeclaredValue[],
  database: string,
): ReadonlyMap<string, string> {
  const kept = new Map(Object.entries(readKept(file, database)));
  const superuser: DeclaredValue = { token: SUPERUSER, made: { by: 'random', length: 32, rotation: 1 } };
  const missing = [superuser, ...declared].filter(
    ({ token, made }) => made.by === 'random' && !kept.has(token),
  );
  if (missing.length === 0) return kept;
  const values = new Map([...kept, ...valuesFor(missing, {})]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`, { mode: 0o600 });
  return values;
}

function readKept(file: string, database: string): Record<string, string> {
  if (!existsSync(file)) {
    if (existsSync(database)) throw lost(file, 'is gone', database);
    return {};
  }
  try {
    const values: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isMap = typeof values === 'object' && values !== null && !Array.isArray(values);
    if (isMap && Object.values(values).every((value) => typeof value === 'string')) {
      return values as Record<string, string>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw lost(file, 'is not as it was written', database);
}

function lost(file: string, what: string, database: string): Problem {
  return new Problem(
    `${file} ${what}, and with it the passwords of the database in ${database}. Nothing was changed.\n` +
      'Put the file back from a backup, or start afresh: move both out of the way.',
  );
}

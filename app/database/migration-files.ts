import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('migrations/', import.meta.url);

export interface Migration {
  /** The digits that its file name starts with. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /**
   * `whole` is one transaction; `fill` one statement that changes a batch of rows, repeated until it changes none; `alone`
   * statements that may not be in a transaction and can be begun again, such as an index that is built while people write.
   */
  readonly kind: 'whole' | 'fill' | 'alone';
}

/** Every migration of this image, in order. */
export function migrationFiles(from: URL = folder): Migration[] {
  const names = readdirSync(from).filter((name) => name.endsWith('.sql'));
  const migrations = names.sort().map((name) => {
    const [, digits, kind = 'whole'] = /^(\d{4})-[a-z0-9-]+(?:\.(fill|alone))?\.sql$/.exec(name) ?? [];
    const number = Number(digits);
    if (!number) throw new Error(`A migration is named 0001-what-it-does.sql, got "${name}"`);
    const sql = readFileSync(new URL(name, from), 'utf8');
    return {
      number,
      name,
      sql,
      checksum: createHash('sha256').update(sql).digest('hex'),
      kind: kind as Migration['kind'],
    };
  });
  const twice = migrations.find((migration, index) => migration.number === migrations[index - 1]?.number);
  if (twice) throw new Error(`Two migrations have the number of ${twice.name}`);
  return migrations;
}

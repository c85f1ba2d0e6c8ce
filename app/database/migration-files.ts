import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('migrations/', import.meta.url);

export interface Migration {
  /** Leading digits of the file name. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /**
   * `whole` runs in one transaction; `fill` is one statement that changes a batch of rows, repeated until it changes
   * none; `alone` is a list of statements that cannot run in a transaction and can be retried, such as `create index
   * concurrently`.
   */
  readonly kind: 'whole' | 'fill' | 'alone';
  /**
   * Number from the line `-- serves: 0050` of a migration that removes something: images without that migration are no
   * longer served.
   * @default every image is served
   */
  readonly servesFrom?: number | undefined;
}

/** Lists the migrations of this image, in order. */
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
      servesFrom: servesFrom(sql),
    };
  });
  const twice = migrations.find((migration, index) => migration.number === migrations[index - 1]?.number);
  if (twice) throw new Error(`Two migrations have the number of ${twice.name}`);
  return migrations;
}

function servesFrom(sql: string): number | undefined {
  const [, digits] = /^-- serves: (\d{4})$/m.exec(sql) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

import type { Sql, TransactionSql } from './connect.ts';
import type { Migration } from './migration-files.ts';

/** An applied migration, as a row of table `migration`. */
export interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly at: Date;
  /** Image that applied it; null when it did not say. */
  readonly image: string | null;
  /**
   * Number of the oldest migration that an image needs in order to be served from here on; null when every image is
   * served.
   */
  readonly servesFrom: number | null;
}

/**
 * Lists the applied migrations in order; none in an empty database. Read-only, and works on the record of earlier
 * releases too.
 */
export async function readRecord(sql: Sql | TransactionSql): Promise<readonly Applied[]> {
  const [there] = await sql<{ is: boolean }[]>`select to_regclass('migration') is not null as is`;
  if (!there?.is) return [];
  return sql<Applied[]>`
    select number, name, checksum, applied_at as at, to_jsonb(migration) ->> 'image' as image,
      (to_jsonb(migration) ->> 'serves_from')::int as "servesFrom"
    from migration order by number`;
}

/** Creates the record, or adds the columns that an earlier release's lacks; older code keeps writing its own columns. */
export async function makeRecord(sql: TransactionSql): Promise<void> {
  await sql`
    create table if not exists migration (
      number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
    )`;
  const [column] = await sql`
    select from pg_attribute where attrelid = 'migration'::regclass and attname = 'serves_from'`;
  if (!column) await sql`alter table migration add column image text, add column serves_from int`;
}

export async function note(
  sql: TransactionSql,
  { number, name, checksum, servesFrom }: Migration,
  image: string | undefined,
): Promise<void> {
  await sql`
    insert into migration (number, name, checksum, image, serves_from)
    values (${number}, ${name}, ${checksum}, ${image ?? null}, ${servesFrom ?? null})`;
}

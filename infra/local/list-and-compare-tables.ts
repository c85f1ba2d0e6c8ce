import type { TransactionSql } from '../../app/database/connect.ts';

/** A table with people's rows. */
export interface Table {
  /** Name with the schema: `public.posting`. */
  readonly name: string;
  /** Stored columns in order; generated ones are left out. */
  readonly columns: readonly string[];
}

/** Fingerprint of a database: equal contents mean equal rows and sums. */
export interface Contents {
  readonly rows: ReadonlyMap<string, Rows>;
  /** Sums of postings by `BOOK CURRENCY ID`, where ID is that of the account or category. */
  readonly sums: ReadonlyMap<string, Sum>;
}

interface Rows {
  readonly count: bigint;
  /** Sum of the hashes of all rows. */
  readonly hash: bigint;
}

export interface Sum {
  readonly currency: string;
  /** True for the sum of an account, false for that of a category. */
  readonly ofAccount: boolean;
  readonly count: bigint;
  /** Amount in minor units. */
  readonly sum: bigint;
}

/** Table that records migrations: it tells what was done to a server, and holds no data of people. */
const RECORD = 'public.migration';

/** Every table of the migrations except their record, sorted by name. */
export async function tablesOf(sql: TransactionSql): Promise<readonly Table[]> {
  return sql<Table[]>`
    select nspname || '.' || relname as name, (
      select array_agg(attname::text order by attnum) from pg_attribute
      where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
    ) as columns
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind = 'r' and nspname !~ '^(pg_|information_schema$)' and nspname || '.' || relname <> ${RECORD}
    order by 1`;
}

/** Counts, hashes and sums of all rows; needs a superuser, who alone sees every row. */
export async function contentsOf(sql: TransactionSql, tables: readonly Table[]): Promise<Contents> {
  await sql`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)`;
  const rows = new Map<string, Rows>();
  for (const { name, columns } of tables) {
    const [found] = await sql<Rows[]>`
      select count(*) as count, coalesce(sum(('x' || left(md5(row(${sql(columns)})::text), 15))::bit(60)::bigint), 0) as hash
      from ${sql(name)}`;
    if (found) rows.set(name, found);
  }
  const sums = await sql<(Sum & { key: string })[]>`
    select concat_ws(' ', book_id, currency, coalesce(account_id, category_id)) as key, currency::text as currency,
      bool_and(account_id is not null) as "ofAccount", count(*) as count, sum(amount_minor) as sum
    from posting group by book_id, currency, account_id, category_id`;
  return { rows, sums: new Map(sums.map(({ key, ...sum }) => [key, sum])) };
}

/** Differences between two databases, one sentence each, without any amount; empty when there are none. */
export function differences(was: Contents, is: Contents): readonly string[] {
  const names = new Set([...was.rows.keys(), ...is.rows.keys()]);
  const tables = [...names].flatMap((name) => {
    const [before, after] = [was.rows.get(name), is.rows.get(name)];
    if (before?.count === after?.count && before?.hash === after?.hash) return [];
    const same = before?.count === after?.count ? ', which are not the same' : '';
    return [`${name}: ${before?.count ?? 'no'} rows before, ${after?.count ?? 'no'} now${same}`];
  });
  const keys = new Set([...was.sums.keys(), ...is.sums.keys()]);
  const wrong = [...keys].filter((key) => {
    const [before, after] = [was.sums.get(key), is.sums.get(key)];
    return before?.count !== after?.count || before?.sum !== after?.sum;
  });
  return [
    ...tables,
    ...wrong.map((key) => `the postings of book, currency and account or category ${key} differ`),
  ];
}

/** Summary of what was compared: the rows of each table, and the number of sums in each currency. */
export function proof({ rows, sums }: Contents): readonly string[] {
  const filled = [...rows].filter(([, { count }]) => count > 0n);
  const currencies = Map.groupBy(sums.values(), ({ currency }) => currency);
  return [
    ...filled.map(([name, { count }]) => `${name}: ${count} rows, the same`),
    `${rows.size - filled.length} tables have no row`,
    ...[...currencies].map(([currency, of]) => {
      const accounts = of.filter(({ ofAccount }) => ofAccount).length;
      const postings = of.reduce((total, { count }) => total + count, 0n);
      return `${currency}: ${postings} postings, the sum of each of ${accounts} accounts and ${of.length - accounts} categories is the same`;
    }),
  ];
}

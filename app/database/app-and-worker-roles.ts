import type { Sql } from './connect.ts';
import { scramVerifier } from './scram-verifier.ts';

/** Creates the role of the app or its worker, with no rights yet, or sets its password. Returns a log line. */
export async function ensureRole(sql: Sql, user: string, password: string): Promise<string> {
  const [role] = await sql<{ elevated: boolean }[]>`
    select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication as elevated
    from pg_roles where rolname = ${user}`;
  const name = sql(user);
  if (!role) {
    await sql`create role ${name} login noinherit ${passwordClause(sql, password)}`;
    return `role ${user} created`;
  }
  await sql`alter role ${name} login noinherit ${passwordClause(sql, password)} valid until 'infinity'`;
  if (role.elevated) {
    await sql`alter role ${name} nosuperuser nobypassrls nocreatedb nocreaterole noreplication`;
    return `role ${user} had rights it must not have: taken away`;
  }
  return `role ${user} has its password`;
}

/**
 * Grants the app's role the rows of all present and future tables; the migration record stays read-only, and it may
 * create no tables.
 */
export async function grantRows(sql: Sql, user: string, database: string): Promise<void> {
  const name = sql(user);
  await sql`revoke all on database ${sql(database)} from public`;
  await sql`grant connect on database ${sql(database)} to ${name}`;
  await sql`revoke create on schema public from public`;
  await sql`grant usage on schema public to ${name}`;
  await sql`grant select, insert, update, delete on all tables in schema public to ${name}`;
  await sql`grant usage, select on all sequences in schema public to ${name}`;
  await grantFunctions(sql, user);
  await sql`alter default privileges in schema public grant select, insert, update, delete on tables to ${name}`;
  await sql`alter default privileges in schema public grant usage, select on sequences to ${name}`;
  await sql`revoke insert, update, delete on migration from ${name}`;
}

/**
 * What the import of a file, its undo and the entering of what is due read, add, change and take away. Policies show a worker
 * rows of the book of its job and no others, and let the undo alone take away more than lines that a rule splits
 * (migrations/0120-undo-jobs.sql).
 */
const IN_BOOK = {
  select: ['account', 'category', 'receipt', 'rule', 'schedule', 'tag'],
  insert: [
    'account', // of a book's first file, and of the undo of its undo
    'act',
    'audit',
    'import_row',
    'mapping',
    'occurrence',
    'payee',
    'posting',
    'transaction',
    'transaction_tag',
  ],
  update: ['act', 'import', 'import_row', 'mapping', 'occurrence', 'posting', 'schedule_look', 'transaction'],
  delete: ['account', 'posting', 'transaction', 'transaction_tag'],
} as const;

/** Tables of which an undo locks rows, for which Postgres wants the right to change a column; a policy lets no job use it. */
const LOCKED = ['account', 'category'];

/** Functions with the owner's rights that policies and these jobs call. */
const IN_BOOK_FUNCTIONS = [
  'account_of_undone_act(uuid,text)',
  'act_undone_by_job()',
  'acting_book()',
  'acting_importer()',
  'acting_person()',
  'acting_role()',
  'name_in_book(uuid)',
  'opened_by_job_without_import()',
  'opened_by_other_job()',
  'writable_book()',
  'raise_version()',
] as const;

/**
 * Grants the functions of the schema but those of extensions: they are the superuser's, who lets everybody call what they may.
 * CloudNativePG creates pg_stat_statements in each database.
 */
async function grantFunctions(sql: Sql, user: string): Promise<void> {
  const functions = await sql<{ name: string }[]>`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind <> 'p' and not exists (
      select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
  if (functions.length === 0) return;
  const names = sql.unsafe(functions.map(({ name }) => name).join(', '));
  await sql`grant execute on function ${names} to ${sql(user)}`;
}

/**
 * Grants the worker's role the job queue, through the functions of schema `worker`, the migration record, and what its
 * jobs need: of that it sees rows only in a transaction that a job has opened (migrations/0074-file-jobs.sql).
 */
export async function grantJobs(sql: Sql, user: string, database: string): Promise<void> {
  const name = sql(user);
  await sql`grant connect on database ${sql(database)} to ${name}`;
  await sql`grant usage on schema public, worker to ${name}`;
  await sql`grant select on migration to ${name}`;
  await sql`grant execute on all functions in schema worker to ${name}`;
  const listed = (names: Iterable<string>) => sql.unsafe([...names].join(', '));
  await sql`grant select on ${listed(new Set(Object.values(IN_BOOK).flat()))} to ${name}`;
  await sql`grant insert on ${listed(IN_BOOK.insert)} to ${name}`;
  await sql`grant update on ${listed(IN_BOOK.update)} to ${name}`;
  await sql`grant delete on ${listed(IN_BOOK.delete)} to ${name}`;
  for (const table of LOCKED) await sql`grant update (id) on ${sql(table)} to ${name}`;
  await sql`grant execute on function ${listed(IN_BOOK_FUNCTIONS)} to ${name}`;
}

/** Names of the app's role in earlier releases, by its present name. */
const FORMER: Readonly<Record<string, string>> = { finance_web: 'finance_app' };

/**
 * Expires the roles of earlier rounds and releases: `app`, `app_2`, `app_3` … belong to one app. The previous round and
 * those of a former name get one day, in which pods that still use them are replaced; older ones can no longer sign in.
 * Returns log lines.
 */
export async function endEarlierRoles(sql: Sql, user: string): Promise<string[]> {
  const base = baseOf(user);
  const former = FORMER[base] ?? base;
  const rounds = await sql<{ name: string; end: Date | null }[]>`
    select rolname as name, nullif(rolvaliduntil, 'infinity') as end from pg_roles
    where regexp_replace(rolname, '_[0-9]+$', '') in (${base}, ${former}) and rolname <> ${user} and rolcanlogin
      and pg_has_role(current_user, oid, 'member with admin option')`;
  const said: string[] = [];
  for (const { name, end } of rounds) {
    const isOlder = baseOf(name) === base && roundOf(name) < roundOf(user) - 1;
    const wanted = Date.now() + (isOlder ? 0 : day);
    if (end !== null && end.getTime() <= wanted) continue;
    const until = new Date(wanted).toISOString();
    await sql`alter role ${sql(name)} valid until ${sql.unsafe(`'${until}'`)}`;
    said.push(`role ${name} of before ends at ${until}`);
  }
  return said;
}

const day = 24 * 60 * 60 * 1000;

function baseOf(role: string): string {
  return role.replace(/_\d+$/, '');
}

function roundOf(role: string): number {
  return Number(/_(\d+)$/.exec(role)?.[1] ?? 1);
}

/** SQL clause that sets a password by its verifier, so that no statement a server could log contains the password. */
export function passwordClause(sql: Sql, password: string) {
  return sql.unsafe(`password '${scramVerifier(password)}'`);
}

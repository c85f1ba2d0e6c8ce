import type { Sql } from './connect.ts';
import { scramVerifier } from './scram-verifier.ts';

/** Makes the role that the app connects as: it may change rows, and nothing else. Says what it did. */
export async function ensureAppRole(sql: Sql, user: string, password: string): Promise<string> {
  const [role] = await sql<{ elevated: boolean }[]>`
    select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication as elevated
    from pg_roles where rolname = ${user}`;
  const name = sql(user);
  const verifier = literal(scramVerifier(password));
  if (!role) {
    await sql`create role ${name} login noinherit password ${sql.unsafe(verifier)}`;
    return `role ${user} created`;
  }
  await sql`alter role ${name} login noinherit password ${sql.unsafe(verifier)}`;
  if (role.elevated) {
    await sql`alter role ${name} nosuperuser nobypassrls nocreatedb nocreaterole noreplication`;
    return `role ${user} had rights it must not have: taken away`;
  }
  return `role ${user} has its password`;
}

/** Rows of every table there is and will be, but not the record of migrations, and no making of tables. */
export async function grantRows(sql: Sql, user: string, database: string): Promise<void> {
  const name = sql(user);
  await sql`revoke all on database ${sql(database)} from public`;
  await sql`grant connect on database ${sql(database)} to ${name}`;
  await sql`revoke create on schema public from public`;
  await sql`grant usage on schema public to ${name}`;
  await sql`grant select, insert, update, delete on all tables in schema public to ${name}`;
  await sql`grant usage, select on all sequences in schema public to ${name}`;
  await sql`grant execute on all functions in schema public to ${name}`;
  await sql`alter default privileges in schema public grant select, insert, update, delete on tables to ${name}`;
  await sql`alter default privileges in schema public grant usage, select on sequences to ${name}`;
  await sql`revoke insert, update, delete on migration from ${name}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

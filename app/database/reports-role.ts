import type { Role } from '../config.ts';
import { ensureRole } from './app-and-worker-roles.ts';
import type { Sql } from './connect.ts';

/** Role of tools that read the figures of all books. */
export interface ReportsRole extends Role {
  /** Connections that it may hold at a time. */
  readonly connections: number;
}

/**
 * Creates the role for reports, or sets its password: it reads the views of schema `reports` and nothing else, with few
 * connections and a limit of time. Returns a log line.
 */
export async function ensureReports(sql: Sql, role: ReportsRole, database: string): Promise<string> {
  const { user, password, connections } = role;
  const said = await ensureRole(sql, user, password);
  const name = sql(user);
  await sql`alter role ${name} connection limit ${sql.unsafe(String(connections))}`;
  for (const [setting, value] of Object.entries(DEFAULTS))
    await sql`alter role ${name} set ${sql(setting)} to ${sql.unsafe(`'${value}'`)}`;
  await sql`grant connect on database ${sql(database)} to ${name}`;
  await sql`grant usage on schema reports to ${name}`;
  await sql`grant select on all tables in schema reports to ${name}`;
  return said;
}

/** Settings of its sessions. They spare the app a tool that forgets; the rights are what protects the rows. */
const DEFAULTS = {
  default_transaction_read_only: 'on',
  statement_timeout: '60s',
  lock_timeout: '1s',
  idle_in_transaction_session_timeout: '15s',
};

/**
 * Takes the views from every role that has them, except one: at once, from those that are signed in too. Such a role may
 * not sign in again. Returns log lines.
 *
 * @param kept name of the role that keeps them
 */
export async function endReports(sql: Sql, kept: string | undefined): Promise<string[]> {
  const others = await sql<{ name: string; isRuled: boolean }[]>`
    select rolname as name, pg_has_role(current_user, pg_roles.oid, 'member with admin option') as "isRuled"
    from pg_namespace, aclexplode(nspacl), pg_roles
    where nspname = 'reports' and pg_roles.oid = grantee and grantee <> nspowner and rolname is distinct from ${kept ?? null}`;
  const said: string[] = [];
  for (const { name, isRuled } of others) {
    await sql`revoke all on all tables in schema reports from ${sql(name)}`;
    await sql`revoke all on schema reports from ${sql(name)}`;
    if (isRuled) await sql`alter role ${sql(name)} nologin`;
    said.push(`role ${name} reads no reports any more`);
  }
  return said;
}

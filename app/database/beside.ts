import type { Role } from '../config.ts';
import { passwordClause } from './app-role.ts';
import type { Sql } from './connect.ts';

/** A role beside the app's. */
export interface Beside extends Role {
  /** A role of Postgres whose rights it has, and with which the owner may make it. @default the server makes it */
  readonly of?: 'pg_monitor';
}

/**
 * Gives a role that the server makes when it starts its password in the running server, so that nobody has to stop for a
 * rotation. Makes it where the owner may give its rights, as in RDS, whose server has no start of ours. Says what it did.
 *
 * @throws Error where the owner may not
 */
export async function keepPassword(sql: Sql, { user, password, of }: Beside): Promise<string> {
  const [role] = await sql`select from pg_roles where rolname = ${user}`;
  if (!role) {
    if (of === undefined || !(await mayGive(sql, of)))
      return `role ${user} is not there yet: the next start of the server makes it`;
    await sql.begin(async (tx) => {
      await tx`create role ${sql(user)} login ${passwordClause(sql, password)}`;
      await tx`grant ${sql(of)} to ${sql(user)}`;
    });
    return `role ${user} created`;
  }
  await sql`alter role ${sql(user)} ${passwordClause(sql, password)}`;
  return `role ${user} has its password`;
}

async function mayGive(sql: Sql, role: string): Promise<boolean> {
  const [answer] = await sql<{ may: boolean }[]>`
    select rolcreaterole and pg_has_role(current_user, ${role}, 'member with admin option') as may
    from pg_roles where rolname = current_user`;
  return answer?.may ?? false;
}

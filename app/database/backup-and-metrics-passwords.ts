import type { Role } from '../config.ts';
import { passwordClause } from './app-and-worker-roles.ts';
import type { Sql } from './connect.ts';

/** A further role, next to the app's. */
export interface RolePassword extends Role {
  /** Predefined Postgres role that it is a member of; the owner can then create it. @default the server creates the role */
  readonly of?: 'pg_monitor';
}

/**
 * Sets the password of a role that the server creates at start-up, so that a rotation needs no restart. Creates the
 * role where the owner may grant its membership, as in RDS, where we have no start-up script. Returns a log line.
 *
 * @throws Error when the owner lacks the right
 */
export async function keepPassword(sql: Sql, { user, password, of }: RolePassword): Promise<string> {
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

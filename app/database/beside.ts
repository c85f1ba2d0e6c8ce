import type { Role } from '../config.ts';
import { passwordClause } from './app-role.ts';
import type { Sql } from './connect.ts';

/**
 * Gives a role that the server makes when it starts its password in the running server, so that nobody has to stop for a
 * rotation. Says what it did.
 *
 * @throws Error where the owner may not
 */
export async function keepPassword(sql: Sql, { user, password }: Role): Promise<string> {
  const [role] = await sql`select from pg_roles where rolname = ${user}`;
  if (!role) return `role ${user} is not there yet: the next start of the server makes it`;
  await sql`alter role ${sql(user)} ${passwordClause(sql, password)}`;
  return `role ${user} has its password`;
}

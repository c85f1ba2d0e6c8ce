import type { DatabaseConfig } from '../config.ts';
import { passwordClause } from './app-and-worker-roles.ts';
import { connect, type Sql } from './connect.ts';

/**
 * Connects as the owner. When the server still has the password from before a rotation, the owner sets the new one
 * itself, so a rotation needs no downtime.
 *
 * @throws Error when the server accepts neither password
 */
export async function connectAsOwner(
  owner: DatabaseConfig,
  previousPassword: string | undefined,
  say: (line: string) => void,
): Promise<Sql> {
  const enter = async (password: string) => {
    const sql = connect({ ...owner, password, poolSize: 1 }, OPTIONS);
    try {
      await sql`select 1`;
      return sql;
    } catch (error) {
      await sql.end({ timeout: 5 });
      throw error;
    }
  };
  try {
    return await enter(owner.password);
  } catch (error) {
    if (previousPassword === undefined || !isRefused(error)) throw error;
  }
  const before = await enter(previousPassword).catch((error: Error) => {
    if (isRefused(error)) error.message += ', neither with its password nor with the one before';
    throw error;
  });
  await before`alter role ${before(owner.user)} ${passwordClause(before, owner.password)}`;
  await before.end({ timeout: 5 });
  say(`role ${owner.user} had the password of before: it has the new one`);
  return enter(owner.password);
}

const OPTIONS = {
  connection: { application_name: 'finance-migrate', statement_timeout: 0 },
  max_lifetime: null,
};

function isRefused(error: unknown): boolean {
  return (error as { code?: string }).code === '28P01';
}

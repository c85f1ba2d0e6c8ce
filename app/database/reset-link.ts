import { readMigrationConfig } from '../config.ts';
import { ConfigError } from '../environment-variable-parsers.ts';
import type { Sql } from './connect.ts';
import { connectAsOwner } from './connect-as-owner-and-rotate-password.ts';
import { whenThere } from './migrate.ts';

/**
 * Last log lines of this program; `npm run person` looks for them. They repeat no address, because others may read the
 * log.
 */
export const OUTCOME = { made: 'reset-link: made', unknown: 'reset-link: nobody has that address' } as const;

/**
 * Creates a password reset link, valid for one hour, and ends the person's sessions.
 *
 * @param token hash of the link's token (secret-token.ts)
 * @returns false when nobody has the address
 */
export async function makeResetLink(sql: Sql, address: string, token: Buffer): Promise<boolean> {
  const [row] = await sql<{ made: boolean }[]>`select make_password_reset(${address}, ${token}) as made`;
  return row?.made ?? false;
}

/** Runs `node app/database/reset-link.ts ADDRESS HASH`, with the hash as 64 hexadecimal digits. */
async function main([address, hash]: readonly string[]): Promise<void> {
  if (!address || !/^[0-9a-f]{64}$/.test(hash ?? '')) {
    throw new Error('usage: node app/database/reset-link.ts ADDRESS HASH');
  }
  const { owner, previousOwnerPassword } = readMigrationConfig(process.env);
  const sql = await connectAsOwner(owner, previousOwnerPassword, (line) =>
    console.log(`reset-link: ${line}`),
  );
  try {
    const made = await makeResetLink(sql, address, Buffer.from(hash ?? '', 'hex'));
    console.log(made ? OUTCOME.made : OUTCOME.unknown);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

if (import.meta.main) {
  try {
    // In a cluster, network access to Postgres may open some time after the pod has started.
    await whenThere(() => main(process.argv.slice(2)), console.log, 60_000);
  } catch (error) {
    console.error(
      error instanceof ConfigError ? error.message : `reset-link: ${(error as Error).message || error}`,
    );
    process.exitCode = 1;
  }
}

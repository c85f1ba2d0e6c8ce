import { kubectl } from '../kubectl.ts';

/** Queries `postgres-0` as the superuser, who can connect only from inside its pod. Returns the rows, one per line. */
export async function asSuperuser(namespace: string, database: string, sql: string): Promise<string> {
  const inside = ['exec', 'postgres-0', '--namespace', namespace, '--container', 'postgres', '--'];
  const psql = ['psql', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1'];
  const said = await kubectl(...inside, ...psql, '--username', 'postgres', database, '--command', sql);
  return said.trim();
}

import { asSuperuser } from '../platform/postgres-superuser.ts';
import { run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

/** A session that keeps a table locked against changes, and an update that waits for it. */
export interface BlockedUpdate {
  /** Process of the session that locks. */
  readonly holder: string;
  /** Process of the session that waits. */
  readonly waiter: string;
  /** Output of both sessions, once they are over. */
  readonly said: Promise<readonly string[]>;
}

export async function blockUpdate(namespace: string): Promise<BlockedUpdate> {
  const sessionOf = async (...statements: readonly string[]) => {
    const psql = ['exec', 'postgres-0', '--container', 'postgres', '--', 'psql', '-U', 'postgres', 'finance'];
    const typed = statements.flatMap((sql) => ['--command', sql]);
    return (await run('kubectl', ['--namespace', namespace, ...psql, ...typed])).output;
  };
  const processWhere = (condition: string) =>
    eventually(`a session where ${condition}`, async () => {
      const sql = `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${condition}`;
      return (await asSuperuser(namespace, 'finance', sql)) || undefined;
    });
  const locking = sessionOf('BEGIN', 'LOCK TABLE account IN SHARE MODE', 'SELECT pg_sleep(600)');
  const holder = await processWhere("query = 'SELECT pg_sleep(600)'");
  const waiting = sessionOf('UPDATE account SET name = name');
  const waiter = await processWhere("query LIKE 'UPDATE account %' AND wait_event_type = 'Lock'");
  return { holder, waiter, said: Promise.all([locking, waiting]) };
}

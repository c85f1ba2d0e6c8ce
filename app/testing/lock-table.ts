import type { DatabaseConfig } from '../config.ts';
import { closeAfterTest } from './close-after-test.ts';
import { connectAsSuperuser } from './connect-as-superuser.ts';

/** Locks a table against everybody who writes until it is released, or the test ends. */
export async function lockTable(database: DatabaseConfig, table: string) {
  const sql = connectAsSuperuser(database); // other pools may have a single connection
  const locked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  closeAfterTest(async () => {
    told.resolve();
    await sql.end();
  });
  const own = sql.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`; // it waits for as long as the test does
    await tx`lock table ${tx(table)} in exclusive mode`;
    locked.resolve();
    await told.promise;
  });
  own.catch(() => {}); // the database may be gone before it was released
  await locked.promise;
  return {
    async release() {
      told.resolve();
      await own;
    },
  };
}

import { connectAsSuperuser } from './connect-as-superuser.ts';
import type { Started } from './start-app.ts';

/**
 * Makes requests meet in the database: locks every row of `table` until each request waits for a lock, or has completed
 * without. Returns their responses.
 */
export async function atOnce<T>(
  { rows, config }: Started,
  table: string,
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const watcher = connectAsSuperuser(config.database);
  const sent: Promise<T>[] = [];
  try {
    await rows.begin(async (sql) => {
      await sql`select from ${sql(table)} for update`;
      let ended = 0;
      const end = () => {
        ended += 1;
      };
      for (const request of requests) sent.push(request());
      for (const one of sent) void one.then(end, end);
      for (let waiting = 0; waiting + ended < requests.length; ) {
        const found = await watcher`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        waiting = found.length;
      }
    });
  } finally {
    await watcher.end();
  }
  return Promise.all(sent);
}

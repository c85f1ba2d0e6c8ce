import { connectAsSuperuser } from './databases.ts';
import type { Started } from './start-app.ts';

/**
 * Has requests meet in the database: every row of `table` is locked until each of them waits for one, or has come and gone
 * without. Gives their answers.
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

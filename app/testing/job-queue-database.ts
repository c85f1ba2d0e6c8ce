import { inject } from 'vitest';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql } from '../database/connect.ts';
import { closeAfterTest } from './close-after-test.ts';
import { connectAsSuperuser } from './connect-as-superuser.ts';
import { copyOfTemplate } from './databases.ts';

/** Creates a separate database with one connection for each role that touches jobs. */
export async function startQueue() {
  const at = inject('postgres');
  const { name, drop } = await copyOfTemplate();
  const as = (user: string, password: string): DatabaseConfig => ({
    ...{ host: at.host, port: at.port, name, poolSize: 2 },
    ...{ user, password },
  });
  const database = as(at.worker, at.workerPassword);
  const open = (config: DatabaseConfig) => {
    const sql = connect(config);
    closeAfterTest(() => sql.end());
    return sql;
  };
  closeAfterTest(drop);
  const rows = connectAsSuperuser(database);
  closeAfterTest(() => rows.end());
  return {
    database,
    /** Signed in as the worker. */
    worker: open(database),
    /** Signed in as the app. */
    app: open(as(at.user, at.password)),
    /** Superuser connection, to inspect or change any row. */
    rows,
  };
}

/** Signs up a person whose rows nightly jobs can act on. */
export async function somebody(rows: Sql): Promise<{ person: string; book: string }> {
  const [made] = await rows<{ person: string; book: string }[]>`
    select made_person as person, made_book as book from sign_up('a@example.org', 'Ada', 'x', 'EUR', 'en', 'UTC')`;
  if (!made) throw new Error('nobody signed up');
  return made;
}

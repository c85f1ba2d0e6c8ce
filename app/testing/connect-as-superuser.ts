import postgres from 'postgres';
import { inject } from 'vitest';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql } from '../database/connect.ts';

/** Opens a one-connection pool to a database on any host, exempt from row-level security; types are those of the app. */
export function connectAsSuperuser({ host, port, name }: DatabaseConfig): Sql {
  const { superuser: user, superuserPassword: password } = inject('postgres');
  return connect({ host, port, name, poolSize: 1, user, password });
}

/** Does something in a database of the run's server, `postgres` unless one is named. */
export async function asSuperuser<T>(work: (sql: postgres.Sql) => Promise<T>, database?: string): Promise<T> {
  if (database === undefined) {
    shared ??= connected('postgres');
    return work(shared);
  }
  const sql = connected(database);
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Kept by the process: databases are created and dropped more than once in most tests. */
let shared: postgres.Sql | undefined;

function connected(database: string): postgres.Sql {
  const at = inject('postgres');
  return postgres({
    host: at.host,
    port: at.port,
    user: at.superuser,
    password: at.superuserPassword,
    database,
    max: 1,
    onnotice: () => {},
  });
}

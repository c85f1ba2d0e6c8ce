import postgres from 'postgres';
import { inject } from 'vitest';
import type { DatabaseConfig } from '../config.ts';
import { connect, type Sql } from '../database/connect.ts';

/** Opens a one-connection pool to a database on any host, exempt from row-level security; types are those of the app. */
export function connectAsSuperuser({ host, port, name }: DatabaseConfig): Sql {
  const { superuser: user, superuserPassword: password } = inject('postgres');
  return connect({ host, port, name, poolSize: 1, user, password });
}

export async function asSuperuser<T>(
  work: (sql: postgres.Sql) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  const at = inject('postgres');
  const sql = postgres({
    host: at.host,
    port: at.port,
    user: at.superuser,
    password: at.superuserPassword,
    database,
    max: 1,
    onnotice: () => {},
  });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

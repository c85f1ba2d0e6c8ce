import postgres from 'postgres';
import { Problem } from '../command/problem.ts';

/** Address of the server, and credentials of its superuser. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** Database and owner that the migration expects. */
export interface Wanted {
  readonly database: string;
  readonly owner: string;
  readonly ownerPassword: string;
}

/**
 * Creates the owner and the database when they are missing, and sets the owner's password; the cluster's Postgres does the
 * same when it starts. The owner is no superuser, so that row-level security applies to it here too.
 *
 * @throws Problem when the server refuses the superuser's password
 */
export async function prepareDatabase(server: Server, wanted: Wanted): Promise<void> {
  const sql = postgres({ ...server, database: 'postgres', max: 1, onnotice: () => {} });
  const { database, owner, ownerPassword } = wanted;
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${owner}`;
    const [statement] = await sql<{ text: string }[]>`
      select format(${`${role ? 'alter' : 'create'} role %I login createrole password %L`}::text,
        ${owner}::text, ${ownerPassword}::text) as text`;
    await sql.unsafe(statement?.text ?? '');
    const [existing] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!existing) await sql`create database ${sql(database)} owner ${sql(owner)}`;
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error;
    throw new Problem(
      'the passwords in secrets.json are not those of the database; put back the file that it had',
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

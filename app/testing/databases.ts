import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { DatabaseConfig } from '../config.ts';
import type { MigrationConfig } from '../database/migrate.ts';
import { asSuperuser } from './connect-as-superuser.ts';

/** Creates a separate database with today's schema and no rows. */
export async function copyOfTemplate() {
  return createDatabase(inject('postgres').template);
}

/** Creates an empty database, with a config whose app role does not exist yet. */
export async function emptyDatabase() {
  const database = await createDatabase('template1');
  const role = `${database.name}_app`;
  const owner = ownerOf(database.name);
  const config: MigrationConfig = { owner, app: { ...owner, user: role, password: 'first-password' } };
  const drop = async () => {
    await database.drop();
    await asSuperuser((sql) => sql.unsafe(`drop role if exists ${role}`));
  };
  return { name: database.name, config, drop };
}

/** Connection settings of a database's owner: no superuser, so that a missing right shows. */
export function ownerOf(database: string): DatabaseConfig {
  const at = inject('postgres');
  return {
    host: at.host,
    port: at.port,
    name: database,
    poolSize: 1,
    user: at.owner,
    password: at.ownerPassword,
  };
}

async function createDatabase(template: string) {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const { owner } = inject('postgres');
  // By files: half the work, and a third of that of dropping it, since it neither fills the write-ahead log nor the cache.
  await asSuperuser((sql) =>
    sql.unsafe(`create database ${name} template ${template} owner ${owner} strategy file_copy`),
  );
  const drop = async () => {
    await asSuperuser((sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
  };
  return { name, drop };
}

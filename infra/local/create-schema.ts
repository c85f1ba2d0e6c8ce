import { readMigrationConfig } from '../../app/config.ts';
import { type MigrationConfig, migrate } from '../../app/database/migrate.ts';
import type { Migration } from '../../app/database/migration-files.ts';
import { prepareDatabase } from './create-owner-and-database.ts';
import type { LocalStack } from './dev-manifests-with-local-secrets.ts';
import { HOST, SUPERUSER_NAME } from './postgres.ts';

/** Configuration of the migration of a database on this machine. */
export function migrationOn(stack: LocalStack, databasePort: number): MigrationConfig {
  const here = { host: HOST, port: 0, databasePort, uploads: '', redis: undefined };
  const config = readMigrationConfig(stack.container('migrate', here).environment);
  return { ...config, firstInvitation: undefined }; // the next start says whether the link to it is open
}

/**
 * Creates the database on a new server, with the schema that some migrations make. Rights of the worker and of reports are
 * granted with the latest alone, since they name its tables.
 */
export async function makeSchema(stack: LocalStack, port: number, migrations: Migration[]): Promise<void> {
  const config = migrationOn(stack, port);
  const { name, user, password } = config.owner;
  await prepareDatabase(
    { host: HOST, port, username: SUPERUSER_NAME, password: stack.superuserPassword },
    { database: name, owner: user, ownerPassword: password },
  );
  await migrate({ ...config, worker: undefined, reports: undefined }, () => {}, migrations);
}

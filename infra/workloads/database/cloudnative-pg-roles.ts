import { RESTORE_DRILLS } from '../backup/restore-metrics.ts';
import { SECRETS } from '../house/names.ts';
import { DUMPER, OWNER } from '../secrets/secrets.ts';

/** As in `postgres-scripts.ts`: sorted by the server itself, checked pages, nothing open, an owner who is no superuser. */
export function initdb(database: string) {
  return {
    database,
    owner: OWNER,
    secret: { name: SECRETS.databaseOwnerLogin },
    dataChecksums: true,
    encoding: 'UTF8',
    localeProvider: 'builtin',
    builtinLocale: 'C.UTF-8',
    locale: 'C.UTF-8',
    // In database postgres, which stays open: a server that was the primary finds out there where it has to start again.
    postInitSQL: [
      // Of a restore: it makes a database, signs off who is connected to the old one, and swaps their names.
      `ALTER ROLE "${OWNER}" CREATEROLE CREATEDB`,
      `GRANT pg_signal_backend TO "${OWNER}"`,
      // The operator gives them what else they need, and a password to who has one.
      `CREATE ROLE ${EXPORTER} LOGIN`,
      `CREATE ROLE "${DUMPER}" BYPASSRLS`,
      `GRANT pg_read_all_data TO "${DUMPER}"`,
      RESTORE_DRILLS,
      `GRANT INSERT ON restore_drill TO "${DUMPER}"`,
      'GRANT SELECT ON restore_drill TO pg_monitor',
      'REVOKE ALL ON DATABASE template1 FROM PUBLIC',
    ],
    postInitApplicationSQL: [
      `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE "${database}" TO ${EXPORTER}, "${DUMPER}"`,
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    ],
  };
}

/** The role that the operator's own exporter asks as; it reads statistics, and no row of anybody. */
const EXPORTER = 'cnpg_metrics_exporter';

/** A dump has every row, whatever row-level security says; who makes it can change none. */
export const DUMPING = {
  roles: [
    {
      name: DUMPER,
      login: true,
      bypassrls: true,
      inRoles: ['pg_read_all_data'],
      passwordSecret: { name: SECRETS.databaseBackupLogin },
      // Its defaults: in a list, what the server adds would look like a change with each `pulumi up`.
      ensure: 'present',
      inherit: true,
      connectionLimit: -1,
    },
  ],
};

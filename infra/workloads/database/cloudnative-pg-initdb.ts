import { SECRETS } from '../defaults/names-and-ports.ts';
import { DUMPER, OWNER } from '../secrets/secrets.ts';
import { RESTORE_DRILLS } from './restore-drill-results.ts';

/**
 * As in `data-folder-initdb-and-role-scripts.ts`: builtin collation, data checksums, no public privileges, an owner who is no
 * superuser.
 */
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
    // Database postgres stays open: a former primary connects to it to find out from where to rewind.
    postInitSQL: [
      // For restores: they create a database, terminate connections to the old one, and swap the names.
      `ALTER ROLE "${OWNER}" CREATEROLE CREATEDB`,
      `GRANT pg_signal_backend TO "${OWNER}"`,
      // The operator grants them the rest, and sets a password for those that have one.
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

/** Role of the operator's built-in exporter; reads statistics, and no rows. */
const EXPORTER = 'cnpg_metrics_exporter';

/** The dump's role: reads every row, regardless of row-level security, and changes none. */
export const DUMPING = {
  roles: [
    {
      name: DUMPER,
      login: true,
      bypassrls: true,
      inRoles: ['pg_read_all_data'],
      passwordSecret: { name: SECRETS.databaseBackupLogin },
      // Its defaults: fields that the server adds inside a list would show as a change in each `pulumi up`.
      ensure: 'present',
      inherit: true,
      connectionLimit: -1,
    },
  ],
};

import { readFileSync } from 'node:fs';
import { RESTORE_DRILLS } from '../backup/restore-metrics.ts';

/** Where the database keeps its files. The version is part of it: another major version must not start on them. */
export const PGDATA = '/var/lib/postgresql/18/docker';

/** Sorting by code point comes from the server itself, so that an image with another C library does not break indexes. */
export const LOCALE_ARGS = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'].join(' ');

/** Arguments of initdb. Who is root in the container is still asked for who they are. */
export const INITDB_ARGS = `--data-checksums ${LOCALE_ARGS} --auth-host=scram-sha-256 --auth-local=peer`;

/**
 * Runs once, on the empty database, as its superuser: closes what is open by default and makes the owner, who is no
 * superuser. Afterwards the superuser has no password, so it can come in only from inside the pod.
 */
export const HARDEN_SQL = `\\getenv owner DB_OWNER_USER
\\getenv password DB_OWNER_PASSWORD

CREATE ROLE :"owner" LOGIN CREATEROLE PASSWORD :'password';
ALTER DATABASE :"DBNAME" OWNER TO :"owner";

REVOKE ALL ON DATABASE :"DBNAME", postgres, template1 FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

ALTER ROLE CURRENT_USER PASSWORD NULL;
`;

/** Sets every role to what the Secrets say, at the first start and at every other one. */
export const ROLES_SCRIPT = readFileSync(new URL('roles.sh', import.meta.url), 'utf8').replace(
  '@RESTORE_DRILLS@',
  RESTORE_DRILLS,
);

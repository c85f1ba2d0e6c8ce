import { readFileSync } from 'node:fs';
import { majorOf } from '../../manifests/postgres-major.ts';
import { RESTORE_DRILLS } from './restore-drill-results.ts';

/**
 * Data directory of the server. It contains the major version, so that another one never starts on these files. An image
 * without a version in its tag counts as 18, the oldest that the migrations support.
 */
export function pgdataOf(image: string): string {
  return `/var/lib/postgresql/${majorOf(image) ?? 18}/docker`;
}

/** Sorts by code point with the builtin provider, so that an image with another C library does not break indexes. */
export const LOCALE_ARGS = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'].join(' ');

/** Arguments of initdb. Socket connections use peer authentication: even root in the container must be the right user. */
export const INITDB_ARGS = `--data-checksums ${LOCALE_ARGS} --auth-host=scram-sha-256 --auth-local=peer`;

/**
 * Runs once, on the empty database, as its superuser: revokes default privileges and creates the owner, who is no
 * superuser. Afterwards the superuser has no password, so it can connect only from inside the pod.
 */
export const HARDEN_SQL = `\\getenv owner DB_OWNER_USER
\\getenv password DB_OWNER_PASSWORD

CREATE ROLE :"owner" LOGIN CREATEROLE PASSWORD :'password';
ALTER DATABASE :"DBNAME" OWNER TO :"owner";

REVOKE ALL ON DATABASE :"DBNAME", postgres, template1 FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

ALTER ROLE CURRENT_USER PASSWORD NULL;
`;

/** Sets every role to the values in the Secrets, at the first start and at every later one. */
export function rolesScript({ statements }: { readonly statements: boolean }): string {
  return statements ? ROLES_SCRIPT : ROLES_SCRIPT.replace(/^.*CREATE EXTENSION .*\n/m, '');
}

const ROLES_SCRIPT = readFileSync(new URL('roles.sh', import.meta.url), 'utf8').replace(
  '@RESTORE_DRILLS@',
  RESTORE_DRILLS,
);

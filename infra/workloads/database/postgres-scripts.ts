/** Where the database keeps its files. The version is part of it: another major version must not start on them. */
export const PGDATA = '/var/lib/postgresql/18/docker';

/**
 * Arguments of initdb. Sorting by code point comes from the server itself, so that an image with another C library does
 * not silently break indexes; who is root in the container is still asked for who they are.
 */
export const INITDB_ARGS = [
  '--data-checksums',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--auth-host=scram-sha-256',
  '--auth-local=peer',
].join(' ');

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

/**
 * Gives the owner the password of the Secret before the server starts: the image looks at its variables only when the
 * database is empty, so a rotated password would otherwise lock the migration out.
 *
 * Single-user mode reads one statement a line and exits with 0 whatever happens; its words may hold the statement, so
 * they are looked at and never shown.
 */
export const OWNER_PASSWORD_SCRIPT = `set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo 'no database yet: the first start makes the owner'
  exit 0
fi
quote=$(printf "\\047")
password=$(printf '%s' "$DB_OWNER_PASSWORD" | sed "s/$quote/$quote$quote/g")
said=$(printf 'ALTER ROLE "%s" PASSWORD %s%s%s;\\n' "$DB_OWNER_USER" "$quote" "$password" "$quote" |
  postgres --single -D "$PGDATA" postgres 2>&1) || said="FATAL: $said"
case $said in
  *ERROR:* | *FATAL:* | *PANIC:*)
    echo "could not set the password of $DB_OWNER_USER: start the pod without this step and look at the server's log" >&2
    exit 1 ;;
esac
echo "the password of $DB_OWNER_USER is that of the Secret"
`;

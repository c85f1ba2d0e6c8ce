#!/bin/sh
# Restores the dump that the step before made into data of this image's major version, on the volume of the server that
# runs and beside its data, and proves that every row, right and sum is there. $PGDATA has its name only once that is so.
set -eu
umask 077
name=$(sh "$SCRIPTS/choose.sh")
# Both schemas as one program writes them. Columns of a server have a version, which no dump of its own has.
sh "$SCRIPTS/schema.sh" "$DUMPS/$name/schema.sql"
sed -i '/^ALTER TABLE ONLY .* SET (pg_attver=[0-9]*);$/d' "$DUMPS/$name/schema.sql"

[ ! -e "$PGDATA" ] || {
  # No server has run on it: the one that runs is of another version.
  mv "$PGDATA" "$PGDATA.before-$(date -u +%Y%m%dT%H%M%SZ)"
  echo "upgrade: $PGDATA was there already, and is kept beside"
}
place=$PGDATA
PGDATA=$place.part
export PGDATA
rm -rf "$PGDATA"
mkdir -p "${PGDATA%/*}"

# As the image does it on an empty volume, but that nobody comes in from the network meanwhile.
printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
# shellcheck disable=SC2086 # several options
initdb --username postgres --pwfile /tmp/password $POSTGRES_INITDB_ARGS >/dev/null
rm /tmp/password
printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
trap 'pg_ctl stop --mode immediate --silent || true' EXIT
pg_ctl start --wait --silent --log /tmp/log \
  --options "-c listen_addresses='' -k /var/run/postgresql -c shared_buffers=64MB -c max_parallel_maintenance_workers=0" || {
  cat /tmp/log >&2
  exit 1
}
unset PGPASSWORD
export PGHOST=/var/run/postgresql PGUSER=postgres
createdb --template template0 "$PGDATABASE"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file /docker-entrypoint-initdb.d/10-harden.sql
sh /docker-entrypoint-initdb.d/20-roles.sh

# Roles that the migration makes get their passwords from it, as soon as the server is the one of the stack: the maker of a
# role may do that.
while read -r role; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set role="$role" --set owner="$DB_OWNER_USER" <<'SQL'
SET ROLE :"owner";
SELECT format('CREATE ROLE %I NOLOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SQL
done <"$DUMPS/$name/roles.txt"
pg_restore --exit-on-error --dbname "$PGDATABASE" "$DUMPS/$name/dump"
sh "$SCRIPTS/compare.sh" "$name"
vacuumdb --analyze-only --quiet

trap - EXIT
pg_ctl stop --mode fast --wait --silent
mv "$PGDATA" "$place"
sync
awk '$1 == "rows" { print "upgrade: " $2 ": " $3 " rows, the same" }
  $1 == "ledger" { postings[$3] += $4; books[$3]++ }
  END { for (c in postings) print "upgrade: " c ": " postings[c] " postings of " books[c] " books, every sum the same" }' \
  "$DUMPS/$name/rows.txt"
rm -rf "${DUMPS:?}"
echo "upgrade: $place has every row and every right that the server had"

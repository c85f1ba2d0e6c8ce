#!/bin/sh
# Restores a dump into a new database beside the one in use, and proves that it is the one that was dumped. Nothing that
# is in use is touched; swap.sh does that.
set -eu
name=$(sh "$SCRIPTS/choose.sh")
echo "restore: $name, into the new database $RESTORED"

psql --no-psqlrc --quiet --dbname postgres --set ON_ERROR_STOP=1 --set old="$PGDATABASE" --set new="$RESTORED" \
  --file "$SCRIPTS/restore.sql"
# Rights and policies name roles that this server may lack: another server's, or an earlier release's.
while read -r role; do
  psql --no-psqlrc --quiet --dbname postgres --set ON_ERROR_STOP=1 --set role="$role" <<'SQL'
SELECT format('CREATE ROLE %I NOLOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SQL
done <"$DUMPS/$name/roles.txt"
pg_restore --exit-on-error --dbname "$RESTORED" "$DUMPS/$name/dump"

# The owner is under row-level security in some tables; who dumps is not.
as_backup() { PGUSER=$DB_BACKUP_USER PGPASSWORD=$DB_BACKUP_PASSWORD PGDATABASE=$RESTORED sh "$SCRIPTS/$1" "$name"; }
as_backup compare.sh
if ! as_backup check-receipts.sh; then
  [ "${LOST_RECEIPTS:-}" = accept ] || {
    echo "restore: take another dump by --dump, or what there is of this one by --without-lost-receipts" >&2
    exit 1
  }
elif [ -z "${UPLOADS:-}" ]; then
  copied=$(as_backup list-copied.sh)
  [ -z "$copied" ] || {
    echo "restore: $name has its receipts beside it, and here they are in the database: set uploads.kind to volume" >&2
    exit 1
  }
fi
echo "restore: $RESTORED has every row and every right that $PGDATABASE had when it was dumped"

#!/bin/sh
# Restores the newest dump into a server of its own, which lives and dies with this pod, and compares it with what the
# dump was made from. Writes down that it went well, in table restore_drill of database postgres on the server.
set -eu
umask 077
since=$(date +%s)
name=$(sh "$SCRIPTS/choose.sh")

server=$SCRATCH/server
trap 'pg_ctl stop --pgdata "$server" --mode immediate --silent || true' EXIT
# shellcheck disable=SC2086 # several options
initdb --pgdata "$server" --username postgres --auth trust --no-sync $INITDB_OPTIONS >/dev/null
# Nothing here has to survive a crash, and there is no shared memory to speak of.
pg_ctl start --pgdata "$server" --wait --silent --log "$SCRATCH/log" --options "-c listen_addresses='' -k $SCRATCH \
  -c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=64MB \
  -c max_parallel_maintenance_workers=0 -c max_parallel_workers_per_gather=0" || {
  cat "$SCRATCH/log" >&2
  exit 1
}
(
  export PGHOST="$SCRATCH" PGUSER=postgres
  unset PGPASSWORD
  while read -r role; do
    createuser --no-login "$role"
  done <"$DUMPS/$name/roles.txt"
  createdb --template template0 "$PGDATABASE"
  pg_restore --exit-on-error --dbname "$PGDATABASE" "$DUMPS/$name/dump" || {
    echo "restore-drill: $name cannot be restored" >&2
    exit 1
  }
  sh "$SCRIPTS/compare.sh" "$name"
  sh "$SCRIPTS/check-receipts.sh" "$name"
)

rows=$(awk '$1 == "rows" { n += $3 } END { print n + 0 }' "$DUMPS/$name/rows.txt")
seconds=$(($(date +%s) - since))
psql --no-psqlrc --quiet --dbname postgres --set ON_ERROR_STOP=1 --set dump="$name" --set rows="$rows" --set seconds="$seconds" <<'SQL'
INSERT INTO restore_drill (dump, rows, seconds) VALUES (:'dump', :'rows', :'seconds');
SQL
files=0
[ ! -e "$DUMPS/$name/files.txt" ] || files=$(wc -l <"$DUMPS/$name/files.txt")
echo "restore-drill: $name restored in $seconds s: $rows rows and $files files of receipts as they were," \
  "every ledger sums to zero"

#!/bin/sh
# Waits until the app and its worker have left, then puts the restored database in the place of the one in use, at once. The old one is
# kept under another name.
set -eu
kept=${PGDATABASE}_before_$(date -u +%Y%m%dt%H%M%Sz)
patience=$(($(date +%s) + 900))
trap 'echo "restore: told to stop, nothing was changed" >&2; exit 1' TERM

sql() {
  psql --no-psqlrc --quiet --dbname postgres --set ON_ERROR_STOP=1 --set old="$PGDATABASE" --set new="$RESTORED" \
    --set kept="$kept" --set app="$DB_USER" --set worker="$DB_WORKER_USER" "$@"
}

# Counts sessions of the app: rows that they write to the old database after the swap are lost.
connected() {
  echo "SELECT count(*) FROM pg_stat_activity WHERE datname = :'old' AND usename IN (:'app', :'worker')" | sql --tuples-only --no-align
}

if [ "$(connected)" != 0 ]; then
  echo "restore: all is ready, waiting for the app to leave: kubectl scale deployment/web deployment/worker --replicas=0"
fi
until [ "$(connected)" = 0 ]; do
  if [ "$(date +%s)" -gt "$patience" ]; then
    echo "restore: the app is still connected to $PGDATABASE, nothing was changed" >&2
    exit 1
  fi
  sleep 1
done

trap '' TERM # it is too late
sql --file "$SCRIPTS/swap.sql"
echo "restore: $PGDATABASE is now what was restored; what it was is kept as $kept"

#!/bin/sh
# Puts the restored database in the place of the one in use, at once; the old one is kept under another name.
set -eu
kept=${PGDATABASE}_before_$(date -u +%Y%m%dt%H%M%Sz)
psql --no-psqlrc --quiet --dbname postgres --set ON_ERROR_STOP=1 --set old="$PGDATABASE" --set new="$RESTORED" \
  --set kept="$kept" --set app="$DB_USER" --file "$SCRIPTS/swap.sql"
echo "restore: $PGDATABASE is what was restored; what it was is kept as $kept"

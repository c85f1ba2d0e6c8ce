#!/bin/sh
# Tells the app which dumps are kept. Those within the retention stay noted even where $DUMPS lacks them: an object store may
# have them.
set -eu
cutoff=$PGDATABASE-$(date -u -d "@$(($(date +%s) - RETENTION_DAYS * 86400))" +%Y%m%dT%H%M%SZ)
kept=$(sh "$SCRIPTS/list.sh" | tr '\n' ',')
psql --no-psqlrc --quiet --tuples-only --set ON_ERROR_STOP=1 --output /dev/null \
  --set kept="${kept%,}" --set cutoff="$cutoff" <<'SQL'
SELECT to_regprocedure('backup.keep(text[])') IS NOT NULL AS has_receipts \gset
\if :has_receipts
SELECT backup.keep(string_to_array(:'kept', ',')
  || ARRAY(SELECT name FROM public.kept_backup WHERE name COLLATE "C" >= :'cutoff'));
\endif
SQL

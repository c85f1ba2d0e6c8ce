#!/bin/sh
# Deletes the dumps of $DUMPS that are older than $RETENTION_DAYS days, but never the newest that is undamaged, and
# what is left of jobs that were killed more than a day ago. Its age is in a dump's name.
set -eu
cutoff=$PGDATABASE-$(date -u -d "@$(($(date +%s) - RETENTION_DAYS * 86400))" +%Y%m%dT%H%M%SZ)

find "$DUMPS" -maxdepth 1 -name ".$PGDATABASE-*.part" -mmin +1440 -exec rm -rf {} +

good=''
sh "$SCRIPTS/list.sh" | sort -r | while read -r name; do
  if [ -z "$good" ] && sh "$SCRIPTS/check.sh" "$name" 2>/dev/null; then
    good=$name
  elif [ -n "$good" ] && expr "$name" '<' "$cutoff" >/dev/null; then
    rm -rf "${DUMPS:?}/$name"
    echo "backup: $name is older than $RETENTION_DAYS days: deleted"
  fi
done

#!/bin/sh
# Copies the dumps of $DUMPS that the object store lacks to $STORE, and deletes there what is older than $RETENTION_DAYS
# days. A dump counts there once it has its SHA256SUMS, so these go last.
set -eu
cutoff=$PGDATABASE-$(date -u -d "@$(($(date +%s) - RETENTION_DAYS * 86400))" +%Y%m%dT%H%M%SZ)

copy() {
  rclone copy "$DUMPS" "$STORE" --ignore-existing --filter '- /.*/**' "$@" --filter "+ /$PGDATABASE-*Z/*" --filter '- *'
}
copy --filter '- SHA256SUMS'
copy

there=$(rclone lsf --recursive --files-only --include "/$PGDATABASE-*Z/SHA256SUMS" "$STORE" | sort)
newest=$(echo "$there" | tail -n 1)
echo "backup: the newest dump in the object store is ${newest%/*}"
for file in $there; do
  name=${file%/*}
  if [ "$file" != "$newest" ] && expr "$name" '<' "$cutoff" >/dev/null; then
    rclone delete "$STORE/$name"
    echo "backup: $name in the object store is older than $RETENTION_DAYS days: deleted"
  fi
done

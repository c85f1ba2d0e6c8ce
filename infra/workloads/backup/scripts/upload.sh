#!/bin/sh
# Copies the dumps of $DUMPS that the object store lacks to $STORE, and the files of receipts beside them, and deletes there
# what is older than $RETENTION_DAYS days and the files that no dump there lists. A dump counts there once it has its
# SHA256SUMS, so these go last.
set -eu
cutoff=$PGDATABASE-$(date -u -d "@$(($(date +%s) - RETENTION_DAYS * 86400))" +%Y%m%dT%H%M%SZ)
receipts=$PGDATABASE-receipts

copy() {
  rclone copy "$DUMPS" "$STORE" --ignore-existing --filter '- /.*/**' "$@" --filter "+ /$PGDATABASE-*Z/*" --filter '- *'
}
copy --filter '- SHA256SUMS'
# After the lists of the dumps: who deletes what no list has, deletes none of these.
[ ! -d "$DUMPS/$receipts" ] ||
  rclone copy "$DUMPS/$receipts" "$STORE/$receipts" --size-only --fast-list --exclude '/.*'
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

[ -d "$DUMPS/$receipts" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rclone copy "$STORE" "$work/lists" --include "/$PGDATABASE-*Z/files.txt"
find "$work/lists" -type f -exec cat {} + >"$work/all"
sed 's|^\(..\)\([^ ]*\).*|\1/\1\2|' "$work/all" | sort -u >"$work/listed"
rclone lsf --recursive --files-only --fast-list "$STORE/$receipts" >"$work/there"
grep -vxFf "$work/listed" "$work/there" >"$work/gone" || true # not each small shell has comm
[ -s "$work/gone" ] || exit 0
rclone delete "$STORE/$receipts" --files-from-raw "$work/gone"
echo "backup: $(wc -l <"$work/gone") files in the object store that no dump there lists: deleted"

#!/bin/sh
# Brings back to the volume $UPLOADS the files of receipts that are copied beside the dump, where the volume lacks them or has
# them with other bytes. A file gets its name once all of it is on the disk, so that the app never sees half of one. All others
# stay: whoever goes back to the database of before needs them.
set -eu
umask 007 # the app is of the same group
name=$(sh "$SCRIPTS/choose.sh")
[ -s "$DUMPS/$name/files.txt" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$UPLOADS/unfinished"

cut -d ' ' -f 1 "$DUMPS/$name/files.txt" >"$work/listed"
back=$(WHO=restore WHERE='beside the dump' MODE=640 sh "$SCRIPTS/copy-files.sh" \
  "$DUMPS/$PGDATABASE-receipts" "$UPLOADS" "$UPLOADS/unfinished/restored" "$work/listed")
echo "restore: $back files of receipts are back on their volume"

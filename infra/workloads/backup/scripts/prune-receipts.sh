#!/bin/sh
# Deletes the copies of files of receipts that no dump in $DUMPS lists, be it damaged or in the making.
set -eu
copies=$DUMPS/$PGDATABASE-receipts
[ -d "$copies" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$DUMPS" -mindepth 2 -maxdepth 2 -name files.txt -exec cat {} + >"$work/lists"
cut -d ' ' -f 1 "$work/lists" | sort -u >"$work/listed"
find "$copies" -mindepth 2 -type f >"$work/there"
sed 's|.*/||' "$work/there" | sort | comm -23 - "$work/listed" >"$work/gone"
while read -r hash; do
  rm -f "$copies/${hash%"${hash#??}"}/$hash"
done <"$work/gone"
[ ! -s "$work/gone" ] || echo "backup: $(wc -l <"$work/gone") copies of files that no dump lists: deleted"

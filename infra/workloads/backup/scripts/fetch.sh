#!/bin/sh
# Copies a dump from the object store to $DUMPS, $DUMP or the newest that the store has as a whole, and the files of receipts
# that it lists and the store has. A dump that is here already stays as it is.
set -eu
umask 077
name=${DUMP:-}
if [ -z "$name" ] || [ ! -d "$DUMPS/$name" ]; then
  there=$(rclone lsf --recursive --files-only --include "/$PGDATABASE-*Z/SHA256SUMS" "$STORE" | sed 's|/SHA256SUMS$||' | sort)
  # shellcheck disable=SC2153 # it is another variable
  name=${DUMP:-$(echo "$there" | tail -n 1)}
  if [ -z "$name" ] || ! echo "$there" | grep -qxF "$name"; then
    echo "there is no dump ${name:-of $PGDATABASE} in the object store; there are: $(echo "$there" | tr '\n' ' ')" >&2
    exit 1
  fi
  rclone copy "$STORE/$name" "$DUMPS/$name" --ignore-existing
  echo "fetch: $name is here"
fi

# What does not come is in the database, or here already, or found to be missing by whoever checks.
receipts=$PGDATABASE-receipts
[ -s "$DUMPS/$name/files.txt" ] || exit 0
rclone lsf --dirs-only "$STORE" | grep -qx "$receipts/" || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed 's|^\(..\)\([^ ]*\).*|\1/\1\2|' "$DUMPS/$name/files.txt" | sort >"$work/listed"
rclone lsf --recursive --files-only --fast-list "$STORE/$receipts" >"$work/there"
sort "$work/there" | comm -12 - "$work/listed" >"$work/wanted"
rclone copy "$STORE/$receipts" "$DUMPS/$receipts" --files-from-raw "$work/wanted" --checksum
echo "fetch: $(wc -l <"$work/wanted") files of receipts are here"

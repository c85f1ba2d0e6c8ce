#!/bin/sh
# Copies a dump from the object store to $DUMPS: $DUMP unless it is there, or the newest that the store has as a whole.
set -eu
umask 077
# shellcheck disable=SC2153 # it is another variable
[ -z "${DUMP:-}" ] || [ ! -d "$DUMPS/$DUMP" ] || exit 0
name=${DUMP:-$(rclone lsf --recursive --files-only --include "/$PGDATABASE-*Z/SHA256SUMS" "$STORE" | sort | tail -n 1)}
name=${name%/SHA256SUMS}
[ -n "$name" ] || {
  echo "there is no dump of $PGDATABASE in the object store" >&2
  exit 1
}
rclone copy "$STORE/$name" "$DUMPS/$name" --ignore-existing
echo "fetch: $name is here"

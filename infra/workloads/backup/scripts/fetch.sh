#!/bin/sh
# Copies a dump from the object store to $DUMPS: $DUMP unless it is there, or the newest that the store has as a whole.
set -eu
umask 077
# shellcheck disable=SC2153 # it is another variable
[ -z "${DUMP:-}" ] || [ ! -d "$DUMPS/$DUMP" ] || exit 0

there=$(rclone lsf --recursive --files-only --include "/$PGDATABASE-*Z/SHA256SUMS" "$STORE" | sed 's|/SHA256SUMS$||' | sort)
name=${DUMP:-$(echo "$there" | tail -n 1)}
if [ -z "$name" ] || ! echo "$there" | grep -qxF "$name"; then
  echo "there is no dump ${name:-of $PGDATABASE} in the object store; there are: $(echo "$there" | tr '\n' ' ')" >&2
  exit 1
fi
rclone copy "$STORE/$name" "$DUMPS/$name" --ignore-existing
echo "fetch: $name is here"

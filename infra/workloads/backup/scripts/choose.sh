#!/bin/sh
# Prints the dump to work with: $DUMP, or the newest. Fails when it is damaged, and never takes an older one instead.
set -eu
name=${DUMP:-$(sh "$SCRIPTS/list.sh" | tail -n 1)}
[ -n "$name" ] || {
  echo "there is no dump of $PGDATABASE" >&2
  exit 1
}
sh "$SCRIPTS/check.sh" "$name"
echo "$name"

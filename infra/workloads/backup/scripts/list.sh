#!/bin/sh
# Prints the names of the dumps in $DUMPS, the oldest first.
set -eu
for dump in "$DUMPS/$PGDATABASE-"*Z; do
  [ ! -d "$dump" ] || echo "${dump##*/}"
done

#!/bin/sh
# Makes a dump, and deletes what need not be kept any more. The app learns which files of receipts the dump lists before it is
# made, so that none of them is removed meanwhile, and once more after it, with those that came in between.
set -eu
NAME=$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ)
export NAME
sh "$SCRIPTS/note.sh" "$NAME"
sh "$SCRIPTS/dump.sh"
sh "$SCRIPTS/note.sh" "$NAME"
sh "$SCRIPTS/prune.sh"
sh "$SCRIPTS/prune-receipts.sh"
sh "$SCRIPTS/keep.sh"

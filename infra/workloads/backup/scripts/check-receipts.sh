#!/bin/sh
# check-receipts.sh NAME: fails unless every file of a receipt that a dump lists is in the database of PGHOST and PGDATABASE,
# or among the copies beside the dumps, with the bytes of its hash.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$SCRIPTS/list-copied.sh" "$1" >"$work/copied"
sh "$SCRIPTS/list-damaged.sh" "$DUMPS/${1%-*}-receipts" <"$work/copied" >"$work/wrong"
if [ -s "$work/wrong" ]; then
  echo "$1 lists files of receipts that it does not have:" >&2
  sed 's/^\([0-9a-f]*\) /  \1 is /' "$work/wrong" >&2
  exit 1
fi

#!/bin/sh
# list-copied.sh NAME: prints the hashes of the files of receipts that a dump lists and that the database of PGHOST and
# PGDATABASE does not have: they are beside the dump.
set -eu
list=$DUMPS/$1/files.txt
[ -e "$list" ] || exit 0 # a dump of a release without receipts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file "$SCRIPTS/receipts.sql" --output "$work/inside"
sort "$work/inside" >"$work/sorted"
cut -d ' ' -f 1 "$list" | sort | comm -23 - "$work/sorted"

#!/bin/sh
# Makes a dump: a folder of $DUMPS named after the database and the time, or $NAME, with what it takes to restore the
# database and to prove that all of it came back.
#
#   dump        the database, in pg_dump's custom format
#   schema.sql  its tables, policies, rights and functions
#   rows.txt    what rows.sql says of its rows, in the same snapshot
#   roles.txt   the roles that the dump names
#   files.txt   the files of receipts that the database needs: SHA-256 and size of each, in the same snapshot
#   SHA256SUMS  of these
#
# Files of receipts that are on a volume, $UPLOADS, are copied beside the dumps, each once. The dump is whole or absent: it
# gets its name when everything is on the disk.
set -eu
umask 077

name=${NAME:-$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ)}
PART=$DUMPS/.$name.part
export PART
trap 'rm -rf "$PART"' EXIT
trap 'exit 1' INT TERM
mkdir "$PART"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file "$SCRIPTS/dump.sql"
[ -z "${UPLOADS:-}" ] || sh "$SCRIPTS/copy-receipts.sh" "$PART/files.txt"

cd "$PART"
pg_restore --list dump >/dev/null
sha256sum dump schema.sql rows.txt roles.txt files.txt >SHA256SUMS
sync -- * .
mv "$PART" "$DUMPS/$name"
sync "$DUMPS"
echo "backup: $name has $(awk '/^rows/ { n += $3 } END { print n + 0 }' "$DUMPS/$name/rows.txt") rows," \
  "$(wc -l <"$DUMPS/$name/files.txt") files of receipts, $(wc -c <"$DUMPS/$name/dump") bytes"

#!/bin/sh
# note.sh NAME: tells the app that a dump of that name lists the files of receipts that it would list now: while the dump is
# kept, none of them is removed.
set -eu
taken=${1##*-}
psql --no-psqlrc --quiet --tuples-only --set ON_ERROR_STOP=1 --output /dev/null --set name="$1" --set taken="$taken" <<'SQL'
SELECT to_regprocedure('backup.note(text, timestamptz)') IS NOT NULL AS has_receipts \gset
\if :has_receipts
SELECT backup.note(:'name', :'taken');
\endif
SQL

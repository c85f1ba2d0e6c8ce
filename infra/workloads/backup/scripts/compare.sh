#!/bin/sh
# compare.sh NAME: fails unless the database that PGHOST and PGDATABASE name is the one that the dump was made from, row
# by row and right by right, and its ledger sums to zero. Amounts are never shown.
set -eu
dump=$DUMPS/$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=''

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file "$SCRIPTS/rows.sql" --output "$work/rows.txt"
sh "$SCRIPTS/schema.sh" "$work/schema.sql"

awk '
  function key() { return $1 == "rows" ? "table " $2 : $1 == "ledger" ? "ledger of book " $2 " in " $3 : $1 }
  function size() { return $1 == "rows" ? $3 " rows" : $1 == "ledger" ? $4 " postings" : $2 }
  FNR == NR { line[key()] = $0; was[key()] = size(); next }
  !(key() in line) { print key() ": not dumped, " size() " restored"; next }
  line[key()] != $0 {
    print key() ": " was[key()] " dumped, " size() " restored" (was[key()] == size() ? ", which are not the same" : "")
  }
  { delete line[key()] }
  END { for (left in line) print left ": " was[left] " dumped, none restored" }
' "$dump/rows.txt" "$work/rows.txt" >"$work/differences"
if [ -s "$work/differences" ]; then
  echo "$1 does not restore what it was made from:" >&2
  sed 's/^/  /' "$work/differences" >&2
  failed=yes
fi

# Postgres writes `(a AND b) AND c` as `a AND b AND c` once it has been restored: brackets tell nothing here.
tr -d '()' <"$dump/schema.sql" >"$work/was.sql"
tr -d '()' <"$work/schema.sql" >"$work/is.sql"
if ! diff "$work/was.sql" "$work/is.sql" >"$work/differences"; then
  echo "$1 does not restore the schema and the rights it was made from (< dumped, > restored):" >&2
  head -n 40 "$work/differences" >&2
  failed=yes
fi

awk '$1 == "ledger" && $5 != 0 { print "the ledger of book " $2 " in " $3 " does not sum to zero"; bad = 1 }
  $1 == "unbalanced" && $2 != 0 { print $2 " transactions do not sum to zero"; bad = 1 }
  END { exit bad }' "$work/rows.txt" >&2 || failed=yes

[ -z "$failed" ]

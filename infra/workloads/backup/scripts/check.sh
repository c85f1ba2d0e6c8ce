#!/bin/sh
# check.sh NAME: fails unless a dump of $DUMPS is byte for byte what it was when it was made.
set -eu
cd "$DUMPS/$1" 2>/dev/null || {
  echo "there is no dump $1; there are: $(sh "$SCRIPTS/list.sh" | tr '\n' ' ')" >&2
  exit 1
}
files=$(awk '{ print $2 }' SHA256SUMS 2>/dev/null | sort | tr '\n' ' ')
whole='dump files.txt roles.txt rows.txt schema.sql '
[ -e files.txt ] || whole='dump roles.txt rows.txt schema.sql ' # of a release without receipts
if [ "$files" != "$whole" ] || ! sha256sum -c SHA256SUMS >/dev/null 2>&1; then
  echo "the dump $1 is damaged: its files are not those that SHA256SUMS was made of" >&2
  exit 1
fi

#!/bin/sh
# list-damaged.sh FOLDER: of the files of receipts whose hashes are its input, prints those that the folder does not have with
# these bytes: `HASH missing` or `HASH damaged`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sort -u >"$work/asked"
awk -v folder="$1" '{ print $1 "  " folder "/" substr($1, 1, 2) "/" $1 }' "$work/asked" >"$work/sums"
LC_ALL=C sha256sum --check "$work/sums" 2>/dev/null | sed -n 's|^.*/\([0-9a-f]*\): OK$|\1|p' | sort >"$work/whole"
comm -23 "$work/asked" "$work/whole" | while read -r hash; do
  if [ -e "$1/${hash%"${hash#??}"}/$hash" ]; then echo "$hash damaged"; else echo "$hash missing"; fi
done

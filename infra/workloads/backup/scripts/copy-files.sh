#!/bin/sh
# copy-files.sh FROM TO PART LIST: copies to the folder TO the files of receipts whose hashes LIST has, where TO lacks them or
# has them with other bytes, from the folder FROM. A file gets its name there, the SHA-256 of its bytes, once all of it is on the
# disk; until then it has a name that begins with PART. Prints how many were copied, and tells, as $WHO, of each that FROM lacks or has with other bytes;
# $WHERE says there where FROM is.
set -eu
from=$1 to=$2
work=$(mktemp -d)
part=$(mktemp "$3.XXXXXX")
trap 'rm -rf "$work" "$part"' EXIT
trap 'exit 1' INT TERM

sh "$SCRIPTS/list-damaged.sh" "$to" <"$4" >"$work/lacking"
copied=0
while read -r hash _; do
  place=${hash%"${hash#??}"}/$hash
  if [ ! -e "$from/$place" ]; then
    echo "$WHO: the file $hash of a receipt is missing $WHERE" >&2
    continue
  fi
  cp "$from/$place" "$part"
  if [ "$(sha256sum <"$part")" != "$hash  -" ]; then
    echo "$WHO: the file $hash of a receipt is damaged $WHERE" >&2
    continue
  fi
  [ -z "${MODE:-}" ] || chmod "$MODE" "$part"
  mkdir -p "$to/${place%/*}"
  sync "$part"
  mv "$part" "$to/$place"
  sync "$to/${place%/*}"
  copied=$((copied + 1))
done <"$work/lacking"
sync "$to"
echo "$copied"

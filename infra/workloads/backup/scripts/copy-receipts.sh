#!/bin/sh
# copy-receipts.sh LIST: copies the files of receipts of a list from the volume $UPLOADS to the copies in $DUMPS, each once, by
# its name there: the SHA-256 of its bytes. A copy is whole or absent; one that is damaged is made again. A file that the volume
# lacks, or whose bytes are not those of its name, is told and not copied: the drill fails by it.
set -eu
umask 077
copies=$DUMPS/$PGDATABASE-receipts
mkdir -p "$copies"
work=$(mktemp -d)
part=$(mktemp "$copies/.part.XXXXXX")
trap 'rm -rf "$work" "$part"' EXIT
trap 'exit 1' INT TERM
find "$copies" -maxdepth 1 -name '.part.*' -mmin +1440 -delete # of jobs that were killed

cut -d ' ' -f 1 "$1" >"$work/listed"
sh "$SCRIPTS/list-damaged.sh" "$copies" <"$work/listed" >"$work/lacking"
copied=0
while read -r hash _; do
  place=${hash%"${hash#??}"}/$hash
  if [ ! -e "$UPLOADS/$place" ]; then
    echo "backup: the file $hash of a receipt is missing on its volume" >&2
    continue
  fi
  cp "$UPLOADS/$place" "$part"
  if [ "$(sha256sum <"$part")" != "$hash  -" ]; then
    echo "backup: the file $hash of a receipt is damaged on its volume" >&2
    continue
  fi
  mkdir -p "$copies/${place%/*}"
  sync "$part"
  mv "$part" "$copies/$place"
  sync "$copies/${place%/*}"
  copied=$((copied + 1))
done <"$work/lacking"
sync "$copies"
echo "backup: $copied more files of receipts are copied"

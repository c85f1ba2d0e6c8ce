#!/bin/sh
# Brings back to the volume $UPLOADS the files of receipts that are copied beside the dump, where the volume lacks them or has
# them with other bytes. A file gets its name once all of it is on the disk, so that the app never sees half of one. All others
# stay: whoever goes back to the database of before needs them.
set -eu
umask 007 # the app is of the same group
name=$(sh "$SCRIPTS/choose.sh")
copies=$DUMPS/$PGDATABASE-receipts
[ -s "$DUMPS/$name/files.txt" ] || exit 0
work=$(mktemp -d)
part=$UPLOADS/unfinished/restored.$$
trap 'rm -rf "$work" "$part"' EXIT
trap 'exit 1' INT TERM
mkdir -p "$UPLOADS/unfinished"

cut -d ' ' -f 1 "$DUMPS/$name/files.txt" | sh "$SCRIPTS/list-damaged.sh" "$UPLOADS" >"$work/lacking"
back=0
while read -r hash _; do
  place=${hash%"${hash#??}"}/$hash
  if [ ! -e "$copies/$place" ]; then
    echo "restore: the file $hash of a receipt is missing beside the dump" >&2
    continue
  fi
  cp "$copies/$place" "$part"
  if [ "$(sha256sum <"$part")" != "$hash  -" ]; then
    echo "restore: the file $hash of a receipt is damaged beside the dump" >&2
    continue
  fi
  chmod 640 "$part"
  mkdir -p "$UPLOADS/${place%/*}"
  sync "$part"
  mv "$part" "$UPLOADS/$place"
  sync "$UPLOADS/${place%/*}"
  back=$((back + 1))
done <"$work/lacking"
sync "$UPLOADS"
echo "restore: $back files of receipts are back on their volume"

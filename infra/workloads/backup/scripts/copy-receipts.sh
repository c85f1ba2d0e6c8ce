#!/bin/sh
# copy-receipts.sh LIST: copies the files of receipts of a list from the volume $UPLOADS to the copies in $DUMPS, each once, by
# its name there: the SHA-256 of its bytes. A copy is whole or absent; one that is damaged is made again. A file that the volume
# lacks, or whose bytes are not those of its name, is told and not copied: the drill fails by it.
set -eu
umask 077
copies=$DUMPS/$PGDATABASE-receipts
mkdir -p "$copies"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$copies" -maxdepth 1 -name '.part.*' -mmin +1440 -delete # of jobs that were killed

cut -d ' ' -f 1 "$1" >"$work/listed"
copied=$(WHO=backup WHERE='on its volume' sh "$SCRIPTS/copy-files.sh" "$UPLOADS" "$copies" "$copies/.part" "$work/listed")
echo "backup: $copied more files of receipts are copied"

#!/bin/sh
# Writes the schema of $PGDATABASE into a file, without what differs each time: the versions, and the random word that
# guards the script against commands hidden in names.
#
# Statistics are the server's, and only its superuser can restore that extension: the operator has one in each database.
#
# schema.sh FILE [OPTION OF PG_DUMP…]
set -eu
file=$1
shift
pg_dump --schema-only --exclude-extension pg_stat_statements --file "$file" "$@"
sed -i '/^\\restrict /d; /^\\unrestrict /d; /^-- Dumped /d' "$file"

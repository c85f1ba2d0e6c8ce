# shellcheck shell=sh
# Gives every role of the server its password and its rights, as the Secrets have them; run twice, it changes nothing.
#
# The image sources it once, on the empty database. An init container runs it as `roles.sh before-start` at every later
# start, before anybody can connect: the image looks at its variables only when the database is empty, so a rotated
# password would otherwise lock people out. It is also how a database that is there gets a role that is new.
#
# Single-user mode reads one statement a line and exits with 0 whatever happens; its words may hold the statement, so
# they are looked at and never shown.
(
set -eu

role() { # name, password, attributes
  password=$(printf '%s' "$2" | sed "s/'/''/g")
  echo "DO \$\$ BEGIN CREATE ROLE \"$1\"; EXCEPTION WHEN duplicate_object THEN END \$\$;"
  echo "ALTER ROLE \"$1\" LOGIN $3 PASSWORD '$password';"
}

# The migration sets a rotated password in the running server: for that the owner needs to rule the role, not to be it.
owner_rules() {
  echo "GRANT \"$1\" TO \"$DB_OWNER_USER\" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;"
}

statements() {
  # A restore makes a database, signs off who is connected to the old one, and swaps their names.
  role "$DB_OWNER_USER" "$DB_OWNER_PASSWORD" 'CREATEROLE CREATEDB'
  echo "GRANT pg_signal_backend TO \"$DB_OWNER_USER\";"
  echo "GRANT CONNECT ON DATABASE postgres TO \"$DB_OWNER_USER\";"

  if [ -n "${DB_METRICS_USER:-}" ]; then
    # Statistics of the server, and no row of anybody.
    echo 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements;'
    role "$DB_METRICS_USER" "$DB_METRICS_PASSWORD" ''
    owner_rules "$DB_METRICS_USER"
    echo "GRANT pg_monitor TO \"$DB_METRICS_USER\";"
    echo "GRANT CONNECT ON DATABASE postgres TO \"$DB_METRICS_USER\";"
  fi

  [ -n "${DB_BACKUP_USER:-}" ] || return 0
  # A dump has every row, whatever row-level security says; who makes it can change none.
  role "$DB_BACKUP_USER" "$DB_BACKUP_PASSWORD" 'BYPASSRLS'
  owner_rules "$DB_BACKUP_USER"
  echo "GRANT pg_read_all_data TO \"$DB_BACKUP_USER\";"
  echo "GRANT CONNECT ON DATABASE \"$POSTGRES_DB\", postgres TO \"$DB_BACKUP_USER\";"
  # The drills that went well: not in the database that they are about, and readable for whoever monitors the server.
  echo '@RESTORE_DRILLS@;'
  echo "GRANT INSERT ON restore_drill TO \"$DB_BACKUP_USER\";"
  echo "GRANT SELECT ON restore_drill TO pg_monitor;"
}

if [ "${1:-}" != before-start ]; then
  statements | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname postgres
elif [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo 'no database yet: its first start makes the roles'
else
  said=$(statements | postgres --single -D "$PGDATA" postgres 2>&1) || said="FATAL: $said"
  case $said in
    *ERROR:* | *FATAL:* | *PANIC:*)
      echo "could not set the roles: start the pod without this step and look at the server's log" >&2
      exit 1 ;;
  esac
  echo 'the roles are those of the Secrets'
fi
)

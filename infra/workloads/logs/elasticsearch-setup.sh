# shellcheck shell=sh
# Tells Elasticsearch how long to keep logs, and who else may come; run again, it changes nothing.
set -eu
umask 077
who=${TMPDIR:-/tmp}/elastic
printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD" > "$who"

tell() { # method, path; the body comes by standard input
  printf '%s: ' "$2"
  curl --config "$who" --silent --show-error --fail-with-body --max-time 30 --request "$1" \
    --header 'content-type: application/json' --data-binary @- "$ELASTICSEARCH$2"
  echo
}

until curl --config "$who" --silent --fail --max-time 5 --output /dev/null "$ELASTICSEARCH/_cluster/health"; do
  sleep 2
done

tell PUT "/_ilm/policy/$INDEX" < "$SETUP/policy.json"
tell PUT "/_index_template/$INDEX" < "$SETUP/template.json"
tell PUT /_security/role/fluentd < "$SETUP/role.json"
printf '{"password":"%s","roles":["fluentd"]}' "$FLUENTD_PASSWORD" | tell PUT /_security/user/fluentd
printf '{"password":"%s"}' "$KIBANA_PASSWORD" | tell POST /_security/user/kibana_system/_password

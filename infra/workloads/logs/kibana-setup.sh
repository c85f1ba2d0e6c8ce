# shellcheck shell=sh
# Makes the data view by which Kibana shows the logs; run again, it changes nothing.
set -eu
umask 077
who=${TMPDIR:-/tmp}/elastic
printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD" > "$who"

until curl --config "$who" --silent --fail --max-time 5 --output /dev/null "$KIBANA/api/status"; do
  sleep 2
done

curl --config "$who" --silent --show-error --fail-with-body --max-time 30 --request POST \
  --header 'content-type: application/json' --header 'kbn-xsrf: setup' \
  --data-binary @"$SETUP/data-view.json" "$KIBANA/api/data_views/data_view"

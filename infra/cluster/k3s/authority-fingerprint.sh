#!/bin/sh
# Runs as root on the server: says the fingerprint that agents know its authority by, as it stands in the tokens of k3s, and
# nothing else of them. Another value of AGAIN has it said again.
set -eu

main() {
  fingerprint=$(sed -n 's/^K10\([0-9a-f]*\)::.*$/\1/p' /var/lib/rancher/k3s/server/agent-token)
  if [ -z "$fingerprint" ]; then
    echo "the token of agents has another form than K10<fingerprint>::<user>:<secret>" >&2
    exit 1
  fi
  echo "$fingerprint"
}

# The last line, without a line break: all before it has been read when it runs, and nothing has happened yet.
main </dev/null

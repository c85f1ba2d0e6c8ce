#!/bin/sh
# Runs as root on the server, about one other node:
#   out     before its k3s changes: moves its pods elsewhere, unless it runs what is wanted already
#   in      after that: waits until it is ready with the version that is wanted, and lets pods back
#   empty   before its host leaves: moves its pods elsewhere
#   forget  after its host has left
#
# NODE is its name, VERSION and STATE what it is to run; whoever runs this puts them before the first line.
set -eu

RUNS=finance-platform/k3s        # annotation: the STATE that it was let in with
LEAVING=finance-platform/leaving # annotation: we took it out, and nobody else

kubectl() { /usr/local/bin/k3s kubectl "$@"; }
read_node() { kubectl get node "$NODE" --ignore-not-found --output "jsonpath=$1"; }
annotation() { read_node "{.metadata.annotations.$1}"; }
say() { echo "$NODE: $*"; }

out() {
  if [ -z "$(read_node '{.metadata.name}')" ]; then
    say "is no node yet"
  elif [ "$(annotation "$RUNS")" = "$STATE" ]; then
    say "runs what is wanted"
  else
    # Somebody may have closed it for a reason of their own; then it stays closed.
    [ "$(read_node '{.spec.unschedulable}')" = true ] || kubectl annotate node "$NODE" "$LEAVING=yes" --overwrite
    drain
  fi
}

in_again() {
  for _ in $(seq 150); do
    ready=$(read_node '{.status.conditions[?(@.type=="Ready")].status} {.status.nodeInfo.kubeletVersion}')
    if [ "$ready" = "True $VERSION" ]; then
      [ "$(annotation "$LEAVING")" != yes ] || kubectl uncordon "$NODE"
      kubectl annotate node "$NODE" "$RUNS=$STATE" "$LEAVING-" --overwrite
      return
    fi
    sleep 2
  done
  echo "$NODE: not ready with $VERSION within 300 s, but: ${ready:-no such node}" >&2
  exit 1
}

empty() {
  [ -z "$(read_node '{.metadata.name}')" ] || drain
}

# Disruption budgets hold: where they do not let a pod go, this fails and the node stays as it is.
drain() {
  say "moving its pods"
  kubectl drain "$NODE" --ignore-daemonsets --delete-emptydir-data --timeout=600s
}

forget() {
  kubectl delete node "$NODE" --ignore-not-found
}

{
  case ${1:-} in
    out | empty | forget) "$1" ;;
    in) in_again ;;
    *)
      echo "usage: sh node.sh out|in|empty|forget" >&2
      exit 2
      ;;
  esac
} </dev/null

#!/bin/sh
# Runs as root on the server, about one other node:
#   out     before its k3s changes: moves its pods elsewhere, unless it runs what is wanted already
#   in      after that: waits until it is ready with the version that is wanted, and lets pods back
#   empty   before its host leaves: refuses while volumes are on its disk, then moves its pods elsewhere, and what may be lost goes
#   forget  after its host has left
#
# NODE is its name, VERSION and STATE what it is to run; whoever runs this puts them before the first line.
set -eu

RUNS=finance-platform/k3s        # annotation: the STATE that it was let in with
LEAVING=finance-platform/leaving # annotation: we took it out, and nobody else
# Annotation of a volume: whether it may be lost. It ends with the volume, or when its node is let in.
RELEASE=finance-platform/release
VOLUME="{.metadata.name}|{.spec.persistentVolumeReclaimPolicy}|{.status.phase}|{.metadata.annotations.$RELEASE}\
|{.spec.claimRef.namespace}/{.spec.claimRef.name}\
|{.spec.nodeAffinity.required.nodeSelectorTerms[*].matchExpressions[*].values[*]}"

kubectl() { /usr/local/bin/k3s kubectl "$@"; }
read_node() { kubectl get node "$NODE" --ignore-not-found --output "jsonpath=$1"; }
annotation() { read_node "{.metadata.annotations.$1}"; }
say() { echo "$NODE: $*"; }

# Queries are assignments: anywhere else the shell takes a failed query for an empty answer.
out() {
  name=$(read_node '{.metadata.name}')
  runs=$(annotation "$RUNS")
  closed=$(read_node '{.spec.unschedulable}')
  if [ -z "$name" ]; then
    lose
    require_known
    say "is no node yet"
  elif [ "$runs" = "$STATE" ]; then
    say "runs what is wanted"
  else
    # Somebody may have closed it for a reason of their own; then it stays closed.
    [ "$closed" = true ] || kubectl annotate node "$NODE" "$LEAVING=yes" --overwrite
    drain
  fi
}

in_again() {
  for _ in $(seq 150); do
    ready=$(read_node '{.status.conditions[?(@.type=="Ready")].status} {.status.nodeInfo.kubeletVersion}') || ready=
    if [ "$ready" = "True $VERSION" ]; then
      leaving=$(annotation "$LEAVING")
      [ "$leaving" != yes ] || kubectl uncordon "$NODE"
      kubectl annotate node "$NODE" "$RUNS=$STATE" "$LEAVING-" --overwrite
      volumes=$(volumes)
      echo "$volumes" | while IFS='|' read -r volume _ _ release _; do
        [ -z "$release" ] || kubectl annotate pv "$volume" "$RELEASE-"
      done
      return
    fi
    sleep 2
  done
  echo "$NODE: not ready with $VERSION within 300 s, but: ${ready:-no such node}" >&2
  exit 1
}

# Drains the node for good: the data on its disk goes with its k3s, and nobody asks again.
empty() {
  require_released
  name=$(read_node '{.metadata.name}')
  if [ -n "$name" ]; then
    closed=$(read_node '{.spec.unschedulable}')
    # A node whose host does not leave after all is let in again as after a change.
    [ "$closed" = true ] || kubectl annotate node "$NODE" "$LEAVING=yes" --overwrite
    { drain && (require_released); } || {
      [ "$closed" = true ] || kubectl uncordon "$NODE"
      [ "$closed" = true ] || kubectl annotate node "$NODE" "$LEAVING-"
      exit 1
    }
  fi
  lose
}

# One line for each volume on its disk that something is in: name|policy|phase|release|claim|nodes
volumes() {
  all=$(kubectl get pv --output "jsonpath={range .items[*]}$VOLUME{'\n'}{end}") || return
  echo "$all" | while IFS='|' read -r volume policy phase release claim nodes; do
    case " $nodes " in *" $NODE "*) ;; *) continue ;; esac
    [ "$phase" = Bound ] || [ "$policy" != Delete ] || continue # nobody claims it any more, so it goes by itself
    [ "$claim" != / ] || claim='no claim' # a volume that somebody made by hand
    echo "$volume|$policy|$phase|$release|$claim|$nodes"
  done
}

require_released() {
  volumes=$(volumes) || exit
  kept=$(echo "$volumes" | while IFS='|' read -r volume _ _ release claim _; do
    [ -z "$volume" ] || [ "$release" = yes ] || echo "  $claim: kubectl annotate pv $volume $RELEASE=yes --overwrite"
  done)
  [ -n "$kept" ] || return 0
  echo "$NODE: refused: its disk holds what these claims keep, which would be lost with it." >&2
  echo "Move it and delete them, or let each go by the command beside it:" >&2
  echo "$kept" >&2
  exit 1
}

# A host that comes under the name of one that is gone would start their pods on empty folders.
require_known() {
  volumes=$(volumes)
  unknown=$(echo "$volumes" | while IFS='|' read -r volume _ _ release claim _; do
    [ -z "$volume" ] || [ "$release" = no ] || echo "  $claim: kubectl annotate pv $volume $RELEASE=yes"
  done)
  [ -n "$unknown" ] || return 0
  echo "$NODE: refused: these claims have their data on a host of that name, which is no node any more." >&2
  echo "Where it is lost, let each go by the command beside it; where it is on this host, say $RELEASE=no instead:" >&2
  echo "$unknown" >&2
  exit 1
}

# Takes away what may be lost, claim and volume, so that whoever needs it gets an empty one elsewhere, and permission ends.
lose() {
  volumes=$(volumes)
  echo "$volumes" | while IFS='|' read -r volume _ _ release claim _; do
    [ "$release" = yes ] || continue
    held=
    [ "$claim" = 'no claim' ] ||
      held=$(kubectl get pvc "${claim#*/}" --namespace "${claim%/*}" --ignore-not-found --output 'jsonpath={.spec.volumeName}')
    # Another claim may have its name by now.
    [ "$held" != "$volume" ] || kubectl delete pvc "${claim#*/}" --namespace "${claim%/*}" --ignore-not-found --wait=false
    kubectl delete pv "$volume" --ignore-not-found --wait=false
  done
}

# Disruption budgets hold: where they do not let a pod go, this fails.
drain() {
  say "moving its pods"
  kubectl drain "$NODE" --ignore-daemonsets --delete-emptydir-data --timeout=600s
}

forget() {
  kubectl delete node "$NODE" --ignore-not-found
  lose
}

main() {
  case ${1:-} in
    out | empty | forget) "$1" ;;
    in) in_again ;;
    *)
      echo "usage: sh drain-node.sh out|in|empty|forget" >&2
      exit 2
      ;;
  esac
}

# The last line, without a line break: all before it has been read when it runs, and nothing has happened yet.
main "$@" </dev/null

#!/bin/sh
# Runs as root on the server of a cluster whose state is in etcd:
#   list      prints the snapshots, those of the object store too
#   restore   puts the state of the cluster back to SNAPSHOT; volumes and what is in them stay as they are
#
# Before `restore`, today's state becomes a snapshot, unless UNSAVED says yes: for a server whose etcd no longer starts. Both are
# put before the first line. k3s itself moves the former state aside, to /var/lib/rancher/k3s/server/db/etcd-old-*.
set -eu

ETC=/etc/rancher/k3s
K3S=/usr/local/bin/k3s
SNAPSHOTS=/var/lib/rancher/k3s/server/db/snapshots

say() { echo "$(uname -n): $*"; }
refuse() {
  echo "$(uname -n): $*" >&2
  exit 1
}

list() {
  require_etcd
  "$K3S" etcd-snapshot list
}

restore() {
  require_etcd
  if [ -f "$SNAPSHOTS/$SNAPSHOT" ]; then
    from=$SNAPSHOTS/$SNAPSHOT store=--etcd-s3=false
  elif [ -f "$ETC/config.yaml.d/etcd-s3.yaml" ]; then
    from=$SNAPSHOT store=--etcd-s3=true
  else
    refuse "refused: there is no snapshot $SNAPSHOT here, and no object store; list says which there are"
  fi
  if [ "$UNSAVED" != yes ]; then
    "$K3S" etcd-snapshot save --name before-restore ||
      refuse "refused: today's state cannot be saved, and nothing was changed; --unsaved goes on without"
  fi
  systemctl stop k3s
  "$K3S" server --cluster-reset "--cluster-reset-restore-path=$from" "$store" || {
    systemctl restart k3s || true
    refuse "$SNAPSHOT was not restored; k3s was started again with what it had"
  }
  systemctl restart k3s || refuse "$SNAPSHOT is restored, and k3s does not start: journalctl --unit k3s"
  answers || refuse "$SNAPSHOT is restored, and k3s does not answer: journalctl --unit k3s"
  say "the state of the cluster is that of $SNAPSHOT"
}

require_etcd() {
  [ -e "$ETC/finance-platform" ] || refuse "refused: this is not a server that we made"
  grep '^cluster-init: true' "$ETC/config.yaml" >/dev/null || refuse "refused: its state is not in etcd; set cluster.etcd"
}

answers() {
  for _ in $(seq 60); do
    if "$K3S" kubectl get --raw=/readyz >/dev/null 2>&1; then return 0; fi
    sleep 2
  done
  return 1
}

case ${1:-} in
  list | restore) "$1" </dev/null ;;
  *) refuse "usage: sh restore-etcd.sh list|restore" ;;
esac

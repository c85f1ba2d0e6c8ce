#!/bin/sh
# Stands in for k3s VERSION: knows its version, and does what kubectl does to nodes, which are folders of /srv/nodes.
case $1 in
  --version) echo "k3s version VERSION (0000000)" ;;
  etcd-snapshot | server)
    echo "k3s $*" >>/srv/log
    case "$1 $2" in
      'etcd-snapshot save') [ ! -e /srv/unsavable ] || exit 1 ;;
      server*) [ ! -e /srv/unrestorable ] || exit 1 ;;
    esac
    ;;
  kubectl)
    shift
    node=/srv/nodes/${3:-}
    case "$1 $2" in
      'get --raw=/readyz') [ ! -e /srv/deaf ] || exit 1 ;;
      apply*) cat >/dev/null ;;
      create*) cat >/srv/request && echo certificatesigningrequest/one ;;
      'certificate approve') touch /srv/approved ;;
      'get certificatesigningrequest/one') [ ! -e /srv/approved ] || printf Q0VSVElGSUNBVEU= ;;
      'delete certificatesigningrequest/one') rm -f /srv/request /srv/approved ;;
      'config view') printf QVVUSE9SSVRZ ;;
      'get pv') cat /srv/volumes 2>/dev/null || true ;;
      'get pvc') sed -n "s,^\([^|]*\)|[^|]*|Bound|[^|]*|$5/$3|.*,\1,p" /srv/volumes | tr -d '\n' ;;
      'delete pvc') echo "delete pvc $5/$3" >>/srv/log ;;
      'delete pv') echo "delete pv $3" >>/srv/log && sed -i "/^$3|/d" /srv/volumes ;;
      'annotate pv') echo "annotate pv $3 $4" >>/srv/log ;;
      'get storageclass') [ ! -e /srv/classless ] || exit 1 ;;
      'annotate storageclass') echo "annotate storageclass $3 $4" >>/srv/log ;;
      'get node')
        [ -d "$node" ] || exit 0
        case $6 in
          *metadata.name*) echo "$3" ;;
          *annotations.finance-platform/*) name=${6##*/} && cat "$node/${name%\}}" 2>/dev/null ;;
          *unschedulable*) cat "$node/closed" 2>/dev/null ;;
          *status*) echo "True $(cat "$node/version")" ;;
        esac | tr -d '\n'
        exit 0
        ;;
      'annotate node')
        for word in "$@"; do
          case $word in
            finance-platform/*=*) word=${word#*/} && echo "${word#*=}" >"$node/${word%%=*}" ;;
            finance-platform/*-) word=${word#*/} && rm -f "$node/${word%-}" ;;
          esac
        done
        exit 0
        ;;
      drain*)
        echo "drain $2" >>/srv/log
        echo true >"/srv/nodes/$2/closed"
        [ ! -e "/srv/nodes/$2/stuck" ] || exit 1
        ;;
      uncordon*) echo "uncordon $2" >>/srv/log && rm "/srv/nodes/$2/closed" ;;
      'delete node')
        [ ! -e /srv/unforgettable ] || exit 1
        echo "delete $3" >>/srv/log
        rm -rf "$node"
        ;;
    esac
    ;;
esac

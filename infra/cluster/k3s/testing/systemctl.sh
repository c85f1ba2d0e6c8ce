#!/bin/sh
# Stands in for systemctl: writes down what it is told, and does what k3s does when it starts.
host=$(uname -n)
[ "$1" = is-active ] || echo "$host: $*" >>/srv/log
case $* in
  'is-active --quiet'*) [ -e /var/lib/stand-in/active ] ;;
  'disable --now --quiet'* | stop*) rm -f /var/lib/stand-in/active ;;
  restart*)
    [ ! -e /srv/broken ] || exit 1
    mkdir -p /var/lib/stand-in /var/lib/kubelet /var/lib/rancher/k3s/server /srv/nodes
    touch /var/lib/stand-in/active
    version=$(k3s --version | cut -d' ' -f3)
    if [ "$2" = k3s ]; then
      echo 'client-key-data: of the administrator of k3s' >/etc/rancher/k3s/k3s.yaml
      echo "K10f1a9e4::node:$(cat /etc/rancher/k3s/agent-token)" >/var/lib/rancher/k3s/server/agent-token
    else
      name=$(sed -n 's/^node-name: //p' /etc/rancher/k3s/config.yaml)
      mkdir -p "/srv/nodes/$name" && echo "$version" >"/srv/nodes/$name/version"
    fi
    ;;
esac

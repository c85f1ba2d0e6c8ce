#!/bin/sh
# Stands in for modprobe: a kernel that has every module, and none where /srv/no-modules is.
[ ! -e /srv/no-modules ] || exit 1
echo "$(uname -n): modprobe $*" >>/srv/log

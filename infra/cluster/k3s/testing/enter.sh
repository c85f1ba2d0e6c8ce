#!/bin/sh
# enter.sh HOST SHARED NAME COMMAND...: runs a command as root of a stand-in host. Its disk is the one of this machine, with
# every change kept in the folder HOST/disk; the folder SHARED is its /srv. Wants namespaces of its own for everything.
set -eu
host=$1 shared=$2 name=$3
shift 3

mkdir -p "$host/disk" "$host/work" "$host/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$host/disk,workdir=$host/work" "$host/root"
mount --bind /dev "$host/root/dev"
mount -t proc proc "$host/root/proc"
mount --bind -o ro "$host/root/proc/sys" "$host/root/proc/sys" # the kernel is the one of this machine
mount --bind "$shared" "$host/root/srv"
hostname "$name"
ip link set lo up
exec chroot "$host/root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"

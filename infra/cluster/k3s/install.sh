#!/bin/sh
# Makes this host the server or an agent of a k3s cluster (`up`), changes it where it is that already (`update`), or takes
# that away again (`down`). Runs as root, one at a time: what a killed run left going is waited for.
#
# Its arguments are variables that the caller puts before the first line:
#   ROLE                     server or agent
#   VERSION                  such as v1.36.4+k3s1
#   FILES                    folder of the release's files: an https address, or a path on this host
#   SHA256_<ARCH>            of the binary; the one for this host's architecture has to be there
#   IMAGES_SHA256_<ARCH>     of the image archive; empty: images are pulled
#   CONFIG KUBELET UNIT AUDIT KERNEL contents of files
#   AUTHENTICATION ETCD_S3   contents of files that a server has only if they are not empty; the latter is a secret
#   MODULES                  that the kernel needs; absent: none
#   TOKEN AGENT_TOKEN        secrets
# Where nothing changes, nothing is written and nothing restarted. What does not fit is refused before anything is touched.
set -eu
umask 022

ETC=/etc/rancher/k3s
DATA=/var/lib/rancher/k3s
K3S=/usr/local/bin/k3s
SYSCTL=/etc/sysctl.d/95-finance-platform-k3s.conf # after 90-kubelet.conf, which is that of others
HARDENED=$ETC/config.yaml.d/kernel.yaml
MARK=$ETC/finance-platform # says that all this is ours, and with what k3s was started last
SERVICE=k3s OTHER=k3s-agent
[ "${ROLE:-}" = server ] || SERVICE=k3s-agent OTHER=k3s
SYSTEMD=/etc/systemd/system
SERVICE_FILE=$SYSTEMD/$SERVICE.service
OTHER_FILE=$SYSTEMD/$OTHER.service
WORK=/var/lib/finance-platform-k3s

say() { echo "$(uname -n): $*"; }
refuse() {
  echo "$(uname -n): $*" >&2
  exit 1
}

# Another machine at the address of a node would be a new one under its name, and a new server an empty cluster.
update() {
  [ -e "$MARK" ] || refuse "refused: this is not the machine that was the $ROLE; a new machine needs a new name"
  up
}

up() {
  if [ -e "$MARK" ]; then
    other=$(another)
    [ -z "$other" ] || refuse "refused: $other"
  else
    require_free
  fi
  choose_architecture
  require_reachable_version
  require_modules
  rm -rf "$WORK"
  mkdir -m 700 "$WORK"
  trap 'rm -rf "$WORK"' EXIT
  get "$BINARY" "$SHA256" "$K3S"
  [ -z "$IMAGES_SHA256" ] || get "$IMAGES" "$IMAGES_SHA256" "$DATA/agent/images/$IMAGES"

  if [ ! -e "$MARK" ]; then # the folder comes with it, or not at all
    rm -rf "$ETC.new"
    mkdir -p "$ETC.new/config.yaml.d"
    : >"$ETC.new/${MARK##*/}"
    mv "$ETC.new" "$ETC"
  fi
  put_file "$K3S" 755 "$BINARY"
  [ -z "$IMAGES_SHA256" ] || put_file "$DATA/agent/images/$IMAGES" 644 "$IMAGES"
  put "$ETC/config.yaml" 600 "$CONFIG"
  put "$ETC/kubelet.yaml" 600 "$KUBELET"
  put "$ETC/token" 600 "$TOKEN"
  if [ "$ROLE" = server ]; then
    put "$ETC/agent-token" 600 "$AGENT_TOKEN"
    put "$ETC/audit-policy.yaml" 600 "$AUDIT"
    put_or_remove "$ETC/authentication.yaml" "${AUTHENTICATION:-}"
    put_or_remove "$ETC/config.yaml.d/etcd-s3.yaml" "${ETCD_S3:-}"
  fi
  harden
  put "$SERVICE_FILE" 644 "$UNIT"
  start
  [ "$ROLE" = agent ] || keep_volumes
}

# Another Kubernetes would lose its rules and folders to this one, and to its removal.
require_free() {
  for path in "$K3S" "$ETC" "$DATA" /etc/systemd/system/k3s.service /etc/systemd/system/k3s-agent.service \
    /var/lib/kubelet /etc/kubernetes; do
    [ ! -e "$path" ] || refuse "refused: there is a Kubernetes here already that we did not make ($path)"
  done
}

# Prints which other node this host is, if it is another one: with its address in other hands, or given to two of them.
another() {
  if [ -e "$OTHER_FILE" ]; then
    echo "this host is in use as $OTHER"
  elif [ -e "$ETC/config.yaml" ]; then
    is=$(name_in "$(cat "$ETC/config.yaml")") wanted=$(name_in "$CONFIG")
    [ "$is" = "$wanted" ] ||
      echo "this host is node $is, and not $wanted: a node keeps its name, so give it that in cluster.hosts"
    [ "$ROLE" = agent ] || [ ! -e "$ETC/token" ] || [ "$(cat "$ETC/token")" = "$TOKEN" ] ||
      echo "this host is the server of another cluster"
  fi
}
name_in() {
  name=$(echo "$1" | sed -n 's/^node-name: *//p' | tr -d "'\"")
  echo "${name:-$(uname -n | tr '[:upper:]' '[:lower:]')}"
}

choose_architecture() {
  case $(uname -m) in
    x86_64) ARCH=amd64 BINARY=k3s SHA256=$SHA256_AMD64 IMAGES_SHA256=$IMAGES_SHA256_AMD64 ;;
    aarch64) ARCH=arm64 BINARY=k3s-arm64 SHA256=$SHA256_ARM64 IMAGES_SHA256=$IMAGES_SHA256_ARM64 ;;
    *) refuse "refused: no k3s for $(uname -m)" ;;
  esac
  IMAGES=k3s-airgap-images-$ARCH.tar.zst
  [ -n "$SHA256" ] || refuse "refused: cluster.sha256.$ARCH is not set, and this host needs it"
}

# Kubernetes goes from one minor version to the next, and never back.
require_reachable_version() {
  [ -x "$K3S" ] || return 0
  have=$("$K3S" --version | sed -n 's/^k3s version \([^ ]*\).*/\1/p')
  [ -n "$have" ] || return 0 # it was broken off, and comes anew
  from=$(minor "$have") to=$(minor "$VERSION")
  [ "$to" -ge "$from" ] || refuse "refused: $VERSION is older than $have, which runs here"
  [ "$to" -le $((from + 1)) ] || refuse "refused: from $have to $VERSION leaves out a minor version; go by v1.$((from + 1))"
}
minor() { echo "$1" | sed -n 's/^v1\.\([0-9][0-9]*\)\..*/\1/p'; }

# Nodes whose kernel lacks one would have no network.
require_modules() {
  for module in ${MODULES:-}; do
    [ -d "/sys/module/$module" ] || modprobe "$module" 2>/dev/null ||
      refuse "refused: the kernel has no module $module, which cluster.flannelBackend asks for; Linux has it from 5.6 on"
  done
}

# get NAME SHA256 PLACE: brings a file of the release into $WORK, unless it is in its place already.
get() {
  ! is "$3" "$2" || return 0
  say "getting $1 of $VERSION"
  case $FILES in
    https://*)
      if command -v curl >/dev/null; then
        curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$WORK/$1" "$FILES/$1"
      else
        wget --quiet --https-only --tries=3 --output-document="$WORK/$1" "$FILES/$1"
      fi
      ;;
    *) cp "$FILES/$1" "$WORK/$1" ;;
  esac
  is "$WORK/$1" "$2" ||
    refuse "refused: the SHA-256 of $FILES/$1 is $(sha256sum "$WORK/$1" | cut -d' ' -f1), and should be $2"
}
is() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ]; }

# put_file PLACE MODE NAME: puts what `get` brought into its place.
put_file() {
  [ -f "$WORK/$3" ] || return 0
  mkdir -p "$(dirname "$1")"
  cp "$WORK/$3" "$1.new"
  chmod "$2" "$1.new"
  mv "$1.new" "$1" # a running program cannot be written to, but replaced
}

# put PLACE MODE TEXT: the same with a text.
put() {
  ! printf '%s\n' "$3" | cmp -s - "$1" || return 0
  mkdir -p "$(dirname "$1")"
  (umask 077 && printf '%s\n' "$3" >"$1.new")
  chmod "$2" "$1.new"
  mv "$1.new" "$1"
}

# put_or_remove PLACE TEXT: the same for root alone, or nothing there for an empty text.
put_or_remove() {
  if [ -n "$2" ]; then put "$1" 600 "$2"; else rm -f "$1"; fi
}

# The kubelet wants these settings of the kernel. It may refuse any others only where the kernel takes them.
harden() {
  put "$SYSCTL" 644 "$KERNEL"
  kernel_is_hard || sysctl --quiet --load="$SYSCTL" >/dev/null 2>&1 || true
  if kernel_is_hard; then
    put "$HARDENED" 600 'protect-kernel-defaults: true'
  else
    rm -f "$HARDENED"
    say "without protect-kernel-defaults: this kernel does not take $SYSCTL"
  fi
}
kernel_is_hard() {
  echo "$KERNEL" | while IFS='= ' read -r name value; do
    [ "$(sysctl --values "$name" 2>/dev/null)" = "$value" ] || exit 1
  done
}

start() {
  wanted=$(state)
  if [ "$(cat "$MARK")" = "$wanted" ] && systemctl is-active --quiet "$SERVICE"; then
    say "k3s $VERSION is the $ROLE, unchanged"
    return
  fi
  systemctl daemon-reload
  systemctl enable --quiet "$SERVICE"
  systemctl restart "$SERVICE" || failed "did not start"
  [ "$ROLE" = agent ] || answers || failed "started, but does not answer"
  echo "$wanted" >"$MARK"
  say "k3s $VERSION is the $ROLE"
}
state() {
  for path in "$K3S" "$ETC"/*.yaml "$ETC"/*token "$ETC/config.yaml.d"/*.yaml "$SERVICE_FILE"; do
    case $path in "$ETC/k3s.yaml") continue ;; esac # k3s writes that one itself
    [ ! -f "$path" ] || sha256sum "$path"
  done | sha256sum | cut -d' ' -f1
}
answers() {
  for _ in $(seq 60); do
    if [ -s "$ETC/k3s.yaml" ] && "$K3S" kubectl get --raw=/readyz >/dev/null 2>&1; then return 0; fi
    sleep 2
  done
  return 1
}

# A volume of local-path is a folder, which the kubelet makes anew where it is gone: a pod would start without its data and
# without a word. With this it does not start.
keep_volumes() {
  case $CONFIG in *'- local-storage'*) return ;; esac
  for _ in $(seq 60); do # it comes after k3s has started
    if "$K3S" kubectl get storageclass local-path >/dev/null 2>&1; then
      "$K3S" kubectl annotate storageclass local-path defaultVolumeType=local --overwrite >/dev/null
      return
    fi
    sleep 2
  done
  refuse "there is no storage class local-path, 120 s after k3s has started"
}

failed() {
  journalctl --unit "$SERVICE" --lines 20 --no-pager | without_secrets >&2 || true
  refuse "k3s $VERSION $1"
}
# Removes tokens from messages: everybody who reads Pulumi's logs sees them.
without_secrets() {
  ONE=${TOKEN##*:} OTHER=${AGENT_TOKEN##*:} awk '{
    for (name in ENVIRON) if (name == "ONE" || name == "OTHER") {
      secret = ENVIRON[name]
      while (secret != "" && (at = index($0, secret))) $0 = substr($0, 1, at - 1) "..." substr($0, at + length(secret))
    }
    print
  }'
}

down() {
  if [ ! -e "$MARK" ]; then
    say "nothing here is ours"
    return
  fi
  other=$(another)
  if [ -n "$other" ]; then
    say "left alone: $other"
    return
  fi
  [ ! -f "$SERVICE_FILE" ] || systemctl disable --now --quiet "$SERVICE"
  kill_containers
  for path in /run/k3s /var/lib/kubelet "$DATA"; do unmount_below "$path"; done
  remove_network
  rm -f "$SERVICE_FILE" "$SERVICE_FILE.new" "$SYSCTL" "$SYSCTL.new" "$K3S" "$K3S.new"
  # Never into a volume that is still mounted.
  rm -rf --one-file-system "$DATA" /var/lib/kubelet /var/lib/cni /run/k3s /run/flannel "$WORK"
  systemctl daemon-reload
  find "$ETC" -mindepth 1 ! -path "$MARK" -delete # the mark last, so that a run after this one goes on here
  rm -rf "$ETC"
  rmdir /var/lib/rancher /etc/rancher 2>/dev/null || true # what else is there stays
  say "k3s is gone"
}

# Shims outlive the service, and what they contain outlives them.
kill_containers() {
  ps -e -o pid= -o ppid= -o args= | awk -v shims="$DATA/data/" '
    { parent[$1] = $2; if (index($3, shims) == 1 && $3 ~ /\/containerd-shim/) doomed[$1] }
    END {
      do {
        more = 0
        for (pid in parent) if (!(pid in doomed) && (parent[pid] in doomed)) { doomed[pid]; more = 1 }
      } while (more)
      for (pid in doomed) print pid
    }' | xargs -r kill -9 2>/dev/null || true # some end by themselves
}

unmount_below() {
  awk -v path="$1/" 'index($2 "/", path) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r -n 1 umount
}

remove_network() {
  ip -o link show | awk -F': ' '/master cni0/ { sub(/@.*/, "", $2); print $2 }' | xargs -r -n 1 ip link delete
  for link in cni0 flannel.1 flannel-wg; do ip link delete "$link" 2>/dev/null || true; done
  ip netns list 2>/dev/null | awk '/^cni-/ { print $1 }' | xargs -r -n 1 ip netns delete
  for tables in iptables ip6tables; do
    command -v "$tables-save" >/dev/null || continue
    rules=$("$tables-save")
    echo "$rules" | grep -E 'KUBE-|CNI-|FLANNEL|flannel' >/dev/null || continue
    echo "$rules" | grep -v -E 'KUBE-|CNI-|FLANNEL|flannel' | "$tables-restore"
  done
}

main() {
  case ${1:-} in
    up | update | down) ;;
    *) refuse "usage: sh install.sh up|update|down" ;;
  esac
  exec 9<"$SYSTEMD" # a folder can be locked too
  flock --timeout 600 9 || refuse "another run has been going here for 10 minutes"
  "$1"
}

# The last line, without a line break: all before it has been read when it runs, and nothing has happened yet.
main "$@" </dev/null

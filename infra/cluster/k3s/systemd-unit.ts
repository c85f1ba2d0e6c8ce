import type { K3sSettings } from './k3s-settings-type.ts';

/**
 * The systemd unit; only a server notifies readiness. An agent learns the backend of flannel from its server, at its start:
 * so the unit differs too, and every node starts anew with another backend.
 */
export function unit(
  role: 'server' | 'agent',
  { flannelBackend }: Pick<K3sSettings, 'flannelBackend'>,
): string {
  return `[Unit]
Description=Lightweight Kubernetes, ${role}
Documentation=https://docs.k3s.io
Wants=network-online.target
After=network-online.target

[Service]
Type=${role === 'server' ? 'notify' : 'exec'}
Environment=${NOTICE}
ExecStartPre=-/sbin/modprobe br_netfilter
ExecStartPre=-/sbin/modprobe overlay
${flannelBackend === 'wireguard-native' ? WIREGUARD : ''}ExecStart=/usr/local/bin/k3s ${role}
# Containers go on while k3s restarts.
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=300
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target`;
}

/** Steps before k3s starts: routes that VXLAN left behind are narrower than those of WireGuard, and would win. */
const WIREGUARD = `ExecStartPre=-/sbin/modprobe wireguard
ExecStartPre=-/sbin/ip link delete flannel.1
`;

/**
 * Time-outs that detect a dead connection well before the server takes the node for not ready (GRACE in k3s-config-file.ts):
 * 10 s in sum, where Kubernetes takes 45.
 */
const NOTICE = 'HTTP2_READ_IDLE_TIMEOUT_SECONDS=6 HTTP2_PING_TIMEOUT_SECONDS=4';

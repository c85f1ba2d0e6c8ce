import { toYaml } from '../../manifests/format-yaml.ts';
import type { Host } from '../../settings/groups/k3s.ts';
import type { K3sSettings } from './k3s-settings-type.ts';

/**
 * Contents of `/etc/rancher/k3s/config.yaml` on the server.
 *
 * @param more arguments of the API server besides
 */
export function serverConfig(settings: K3sSettings, more: readonly string[] = []): string {
  const { hosts, podCidr, serviceCidr, flannelBackend, tlsNames, builtIn } = settings;
  const server = hosts === 'local' ? undefined : hosts.server;
  const names = [server?.host, server?.privateAddress, ...tlsNames].filter((name) => name !== undefined);
  const disable = Object.entries(NAMES).filter(([part]) => !builtIn[part as keyof typeof NAMES]);
  return text({
    ...nodeOf(server),
    'token-file': '/etc/rancher/k3s/token',
    'agent-token-file': '/etc/rancher/k3s/agent-token',
    'write-kubeconfig-mode': '0600',
    'tls-san': names,
    'cluster-cidr': podCidr,
    'service-cidr': serviceCidr,
    'flannel-backend': flannelBackend,
    'secrets-encryption': true,
    ...etcdOf(settings),
    disable: disable.map(([, name]) => name),
    'kube-controller-manager-arg': [`node-monitor-grace-period=${GRACE}s`],
    'kube-apiserver-arg': [
      'audit-policy-file=/etc/rancher/k3s/audit-policy.yaml',
      'audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log',
      'audit-log-maxage=30',
      'audit-log-maxbackup=10',
      'audit-log-maxsize=100',
      ...more,
    ],
  });
}

/** Settings of etcd; none where the state is in SQLite. */
function etcdOf({ etcd }: K3sSettings): object {
  return etcd === undefined
    ? {}
    : {
        'cluster-init': true,
        'etcd-snapshot-schedule-cron': etcd.schedule,
        'etcd-snapshot-retention': etcd.keep,
        'etcd-snapshot-compress': true,
      };
}

/** Contents of `/etc/rancher/k3s/config.yaml` on an agent. */
export function agentConfig(agent: Host, server: Host): string {
  return text({
    ...nodeOf({ ...agent, name: nodeName(agent) }),
    server: `https://${server.privateAddress ?? server.host}:6443`,
    'token-file': '/etc/rancher/k3s/token',
  });
}

/** Node name of an agent. */
export function nodeName({ name, host }: Host): string {
  return name ?? host;
}

/** Seconds without a heartbeat after which a node is not ready. Kubernetes waits for 50 s. */
const GRACE = 20;

/** Names of the bundled components in k3s. */
const NAMES = {
  traefik: 'traefik',
  coreDns: 'coredns',
  localPath: 'local-storage',
  metricsServer: 'metrics-server',
  serviceLoadBalancer: 'servicelb',
} as const;

function nodeOf(host: Host | undefined): object {
  return {
    ...(host?.name !== undefined && { 'node-name': host.name }),
    // Must be an address of the machine itself; by default k3s takes that of the default route.
    ...(host?.privateAddress !== undefined && { 'node-ip': host.privateAddress }),
    'kubelet-arg': ['config=/etc/rancher/k3s/kubelet.yaml'],
  };
}

function text(config: Readonly<Record<string, unknown>>): string {
  const filled = Object.entries(config).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return toYaml([Object.fromEntries(filled)]).trimEnd();
}

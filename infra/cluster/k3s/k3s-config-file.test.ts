import { describe, expect, it } from 'vitest';
import { AUDIT_LOG } from '../../workloads/defaults/names-and-ports.ts';
import { serverConfig } from './k3s-config-file.ts';
import { k3sSettings } from './testing/k3s-settings.ts';

describe('the configuration', () => {
  it('of a server is all that the settings say, and no secret', () => {
    const more = { tlsNames: ['k3s.example.com'], builtIn: { traefik: false, serviceLoadBalancer: false } };
    expect(serverConfig(k3sSettings(more))).toBe(`kubelet-arg:
  - config=/etc/rancher/k3s/kubelet.yaml
token-file: /etc/rancher/k3s/token
agent-token-file: /etc/rancher/k3s/agent-token
write-kubeconfig-mode: '0600'
tls-san:
  - k3s.example.com
cluster-cidr: 10.42.0.0/16
service-cidr: 10.43.0.0/16
flannel-backend: vxlan
secrets-encryption: true
disable:
  - traefik
  - servicelb
kube-controller-manager-arg:
  - node-monitor-grace-period=20s
kube-apiserver-arg:
  - audit-policy-file=/etc/rancher/k3s/audit-policy.yaml
  - audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log
  - audit-log-maxage=30
  - audit-log-maxbackup=10
  - audit-log-maxsize=100`);
  });

  it('the log of the API server is where it is shipped from', () => {
    expect(serverConfig(k3sSettings({}))).toContain(`audit-log-path=${AUDIT_LOG.logs}/audit.log`);
  });
});

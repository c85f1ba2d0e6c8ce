import type { Construct } from 'constructs';
import { AUDIT_LOG } from '../defaults/names-and-ports.ts';
import { probe } from '../defaults/pod.ts';
import { alloyArguments } from './alloy-config.ts';
import { auditLogConfig } from './audit-log-config.ts';
import { RootReader } from './root-log-reader-daemon-set.ts';

export interface AuditLogProps {
  /** Image of Alloy. */
  readonly image: string;
  /** Namespace of Loki. */
  readonly monitoring: string;
}

/**
 * An Alloy on every server of k3s that sends the audit log of the API server there to Loki. That log is a file of root on the
 * server, and in no pod.
 */
export class AuditLog extends RootReader {
  constructor(scope: Construct, id: string, { image, monitoring }: AuditLogProps) {
    const { name, port, logs } = AUDIT_LOG;
    const ready = { httpGet: { path: '/-/ready', port: 'http' } };
    super(scope, id, {
      name,
      logs,
      user: 473,
      graceSeconds: 20,
      placement: ON_SERVERS,
      config: { 'config.alloy': auditLogConfig(monitoring) },
      configPath: '/etc/alloy',
      container: {
        image,
        args: alloyArguments(port),
        env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        ports: [{ name: 'http', containerPort: port }],
        resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
        startupProbe: probe(ready, { every: 2, failures: 60, timeout: 3 }),
        livenessProbe: probe(ready, { every: 20, failures: 6, timeout: 5 }),
        readinessProbe: probe(ready, { every: 10, failures: 3, timeout: 3 }),
      },
      maxUnavailable: 1,
    });
  }
}

/** Servers, those too whose taint keeps other pods away. */
const ON_SERVERS = {
  nodeSelector: { 'node-role.kubernetes.io/control-plane': 'true' },
  tolerations: [
    { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' },
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
  ],
};

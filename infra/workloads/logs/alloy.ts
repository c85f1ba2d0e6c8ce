import type { Construct } from 'constructs';
import { ALLOY } from '../defaults/names-and-ports.ts';
import { probe, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { alloyArguments, alloyConfig } from './alloy-config.ts';

export interface AlloyProps {
  readonly image: string;
  /** Namespace of Alloy. */
  readonly namespace: string;
  /** Namespaces whose pods' logs are collected. */
  readonly watched: readonly string[];
}

/**
 * A single Alloy that collects the logs of our pods and sends them to Loki. Two of them would send every line twice.
 *
 * It reads them from the API server, as `kubectl logs -f` does. The files on the nodes would be cheaper, but take a pod on
 * every node that mounts the node's file system, which no restricted namespace admits.
 */
export class Alloy extends SinglePodServer {
  constructor(scope: Construct, id: string, props: AlloyProps) {
    const { name, port } = ALLOY;
    const ready = { httpGet: { path: '/-/ready', port: 'http' } };
    super(scope, id, {
      name,
      user: 473,
      graceSeconds: 20,
      apiToken: true,
      configMaps: [{ volume: 'config', files: { 'config.alloy': alloyConfig(props.watched) } }],
      container: {
        image: props.image,
        args: alloyArguments(port),
        ports: [{ name: 'http', containerPort: port }],
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '300m', memory: '384Mi' } },
        startupProbe: probe(ready, { every: 2, failures: 60, timeout: 3 }),
        livenessProbe: probe(ready, { every: 10, failures: 6, timeout: 5 }),
        readinessProbe: probe(ready, { every: 5, failures: 3, timeout: 3 }),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/alloy', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
      volumes: [scratch('tmp', '128Mi')],
    });
    for (const namespace of props.watched) this.allow(namespace, props.namespace);
  }

  /** Grants access to pods and their logs in one namespace, and to nothing else. */
  private allow(namespace: string, from: string): void {
    const { name } = ALLOY;
    const metadata = { name, namespace };
    new Kube(this, `role-in-${namespace}`, 'Role', {
      metadata,
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      ],
    });
    new Kube(this, `binding-in-${namespace}`, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: from }],
    });
  }
}

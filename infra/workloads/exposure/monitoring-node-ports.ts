import type { Settings } from '../../settings/schema.ts';
import { GRAFANA, JAEGER, PROMETHEUS } from '../defaults/names-and-ports.ts';
import { labelsOf } from '../defaults/pod.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { addNodePort } from './additional-node-port-service.ts';

/** Adds the ports of the nodes that lead to the monitoring. */
export function monitoringNodePortsIn({ nodePorts }: Settings, monitoring: FencedNamespace): void {
  const opened = [
    { name: GRAFANA.name, targetPort: GRAFANA.port, nodePort: nodePorts.grafana },
    { name: PROMETHEUS.name, targetPort: PROMETHEUS.port, nodePort: nodePorts.prometheus },
    { name: JAEGER.name, targetPort: JAEGER.queryPort, nodePort: nodePorts.jaeger },
  ].filter((it) => it.nodePort !== undefined);
  if (opened.length === 0) return;
  const part = monitoring.part('node-ports', 'monitoring');
  for (const { name, targetPort, nodePort } of opened)
    addNodePort(part, { name, labels: labelsOf(name), targetPort, nodePort: nodePort as number });
}

import type { AlertGroup } from './alert.ts';

/** Alerts about the nodes. */
export const NODE_ALERTS: AlertGroup = {
  name: 'nodes',
  alerts: [
    {
      name: 'NodeNotReady',
      expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
      for: '5m',
      severity: 'critical',
      summary: 'Node {{ $labels.node }} is lost or not ready',
      description:
        'Its pods move to other nodes where there are any; those with a volume of that node wait for it.',
      runbook:
        'kubectl describe node: its conditions and events. A machine that does not come back: kubectl delete node, and its pods begin elsewhere at once.',
    },
    {
      name: 'NodeUnderPressure',
      expr: 'max by (node, condition) (kube_node_status_condition{condition=~"(Memory|Disk|PID)Pressure",status="true"}) > 0',
      for: '2m',
      severity: 'warning',
      summary: 'Node {{ $labels.node }} has {{ $labels.condition }}',
      description: 'It starts nothing new, and soon evicts pods to help itself.',
      runbook:
        'kubectl describe node says since when; kubectl top pods who takes the memory. A full disk is images or logs mostly. Then a larger node, or one more.',
    },
  ],
};

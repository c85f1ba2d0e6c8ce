import { type Dashboard, figure, lines, type Row } from './dashboard-types-and-panel-makers.ts';

/** Dashboard of containers, autoscaler and volumes; and of nodes, when our own Prometheus scrapes them. */
export function clusterDashboard({ nodes }: { readonly nodes: boolean }): Dashboard {
  return { uid: 'finance-cluster', title: 'Cluster', rows: nodes ? [...PODS, NODES] : PODS };
}

const PODS: readonly Row[] = [
  {
    title: 'Is it well?',
    panels: [
      figure('Pods not ready', 'short', 'sum(kube_pod_status_ready{condition="false"})', 1),
      figure(
        'Restarts in an hour',
        'short',
        'sum(increase(kube_pod_container_status_restarts_total[1h]))',
        1,
      ),
      figure('Jobs that failed', 'short', 'sum(kube_job_failed{condition="true"}) or vector(0)', 1),
      figure('Fullest volume', 'percentunit', `max(${usedShare()})`, 0.9),
    ],
  },
  {
    title: 'Pods',
    panels: [
      lines('CPU', 'cores', {
        '{{pod}}': ofPods('rate(container_cpu_usage_seconds_total{pod!=""}[5m])'),
      }),
      lines('Memory, of the limit', 'percentunit', {
        '{{pod}}': `${ofPods('container_memory_working_set_bytes{pod!=""}')} / (${ofPods('container_spec_memory_limit_bytes{pod!=""}')} > 0)`,
      }),
      lines('Held back by the CPU limit', 'percentunit', {
        '{{pod}}':
          'sum by (pod) (rate(container_cpu_cfs_throttled_periods_total[5m])) / sum by (pod) (rate(container_cpu_cfs_periods_total[5m]))',
      }),
    ],
  },
  {
    title: 'Room',
    panels: [
      lines('Pods of the autoscaler', 'short', {
        '{{horizontalpodautoscaler}}': 'kube_horizontalpodautoscaler_status_current_replicas',
        most: 'kube_horizontalpodautoscaler_spec_max_replicas',
      }),
      lines('Volumes, used', 'percentunit', { '{{persistentvolumeclaim}}': usedShare() }, 0.9),
      lines('Network', 'Bps', {
        '{{pod}} in': 'sum by (pod) (rate(container_network_receive_bytes_total[5m]))',
        '{{pod}} out': 'sum by (pod) (rate(container_network_transmit_bytes_total[5m]))',
      }),
    ],
  },
];

const NODES: Row = {
  title: 'Nodes',
  panels: [
    figure('Not ready', 'short', 'sum(kube_node_status_condition{condition="Ready",status!="true"})', 1),
    lines(
      'CPU, of what it has',
      'percentunit',
      {
        '{{node}}':
          'sum by (node) (rate(container_cpu_usage_seconds_total{id="/"}[5m])) / max by (node) (machine_cpu_cores)',
      },
      0.9,
    ),
    lines(
      'Memory, of what it has',
      'percentunit',
      {
        '{{node}}':
          'max by (node) (container_memory_working_set_bytes{id="/"}) / max by (node) (machine_memory_bytes)',
      },
      0.9,
    ),
    lines('Short of something', 'short', {
      '{{node}} {{condition}}':
        'sum by (node, condition) (kube_node_status_condition{condition=~"(Memory|Disk|PID)Pressure",status="true"})',
    }),
  ],
};

/** cAdvisor reports a pod as a whole, and mostly its containers too, which are never above it: the maximum is the pod. */
function ofPods(query: string): string {
  return `max by (pod) (${query})`;
}

function usedShare(): string {
  return '1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes';
}

import { type Dashboard, figure, lines } from './dashboard.ts';

/** What runs our pods: the containers, the autoscaler, the volumes. */
export const CLUSTER_DASHBOARD: Dashboard = {
  uid: 'finance-cluster',
  title: 'Cluster',
  rows: [
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
        figure('Jobs that failed', 'short', 'sum(kube_job_failed{condition="true"})', 1),
        figure('Fullest volume', 'percentunit', `max(${usedShare()})`, 0.9),
      ],
    },
    {
      title: 'Pods',
      panels: [
        lines('CPU', 'cores', {
          '{{pod}}': 'sum by (pod) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))',
        }),
        lines('Memory, of the limit', 'percentunit', {
          '{{pod}}':
            'max by (pod, container) (container_memory_working_set_bytes{container!=""} / (container_spec_memory_limit_bytes{container!=""} > 0))',
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
  ],
};

function usedShare(): string {
  return '1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes';
}

import type { Certifier } from '../../facts/certificate-expiry-source.ts';
import { HEARTBEAT } from '../alert-routes.ts';
import { certificateEnds } from '../certificate-expiry-scrape-and-query.ts';
import type { Alert, AlertGroup } from './alert.ts';

/** Alerts about pods, Jobs, autoscalers and volumes. */
export const CLUSTER_ALERTS: AlertGroup = {
  name: 'pods',
  alerts: [
    {
      name: 'PodCrashLooping',
      // Counts restarts too: for minutes the kubelet may report the container as terminated, and not as waiting.
      expr: `${ofContainers('max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])')} > 0 or ${ofContainers('increase(kube_pod_container_status_restarts_total[10m])')} > 3`,
      for: '10m',
      severity: 'critical',
      summary: '{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} crashes again and again',
      description: 'What it does is not done, or only by the pods beside it.',
      runbook:
        'kubectl logs --previous of that container says why it ended; kubectl describe pod says with which code.',
    },
    {
      name: 'PodNotReady',
      expr: '(max by (namespace, pod) (kube_pod_status_ready{condition="false"}) and on (namespace, pod) max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running|Unknown"}) > 0) > 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} is not ready',
      description: 'It gets no requests, and a rollout waits for it.',
      runbook: 'kubectl describe pod: the conditions and events at its end say what it waits for.',
    },
    {
      name: 'JobFailed',
      expr: 'max by (namespace, job_name) (kube_job_failed{condition="true"}) > 0',
      for: '1m',
      severity: 'warning',
      summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed for good',
      description: 'A migration, a backup or a restore drill was not done.',
      runbook:
        'kubectl logs job/NAME says why. Delete the Job when the cause is gone: the alert goes with it.',
    },
    {
      name: 'AutoscalerAtCeiling',
      expr: 'kube_horizontalpodautoscaler_status_current_replicas >= kube_horizontalpodautoscaler_spec_max_replicas and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas',
      for: '15m',
      severity: 'warning',
      summary:
        '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has as many pods as it may have',
      description: 'More load makes it slower from here on.',
      runbook:
        'Look whether the load is real (rate of app_requests_total); then raise web.autoscaling.max, and look whether the database holds the connections.',
    },
    {
      name: 'VolumeNearlyFull',
      expr: 'min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.1',
      for: '15m',
      severity: 'critical',
      summary:
        'Claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description: 'When it is full, what writes to it stops.',
      runbook:
        'Grow the claim where the storage class allows it: kubectl patch pvc; then raise the size in the settings to the same.',
    },
  ],
};

function ofContainers(query: string): string {
  return `max by (namespace, pod, container) (${query})`;
}

/** Alerts about the TLS certificate of the app. */
export function certificateAlerts(certifier: Certifier): AlertGroup {
  return { name: 'certificates', alerts: [nearExpiry(certifier)] };
}

function nearExpiry(certifier: Certifier): Alert {
  return {
    name: 'CertificateNearExpiry',
    expr: `${certificateEnds(certifier)} - time() < 14 * 86400`,
    for: '1h',
    severity: 'critical',
    summary: 'Certificate {{ $labels.name }} expires in {{ $value | humanizeDuration }}',
    description: 'It should have been renewed by now. When it is over, browsers refuse the app.',
    runbook:
      'With cert-manager: kubectl describe certificate, then the certificaterequest and the order that it names. Else put a new one into the Secret of exposure.tls.',
  };
}

/** Alerts about monitoring itself: scraping, the heartbeat, and delivery if Alertmanager is our own. */
export function watchingAlerts({ ownAlertmanager }: { ownAlertmanager: boolean }): AlertGroup {
  const own = ownAlertmanager ? [NOT_DELIVERED] : [];
  return { name: 'watching', alerts: [TARGET_DOWN, ...own, WATCHDOG] };
}

const TARGET_DOWN: Alert = {
  name: 'TargetDown',
  expr: 'up == 0',
  for: '5m',
  severity: 'warning',
  summary: '{{ $labels.job }} at {{ $labels.instance }} gives no metrics',
  description: 'The alerts about it cannot fire.',
  runbook:
    'The page /targets of Prometheus says what it got instead; a pod that is gone goes from the list by itself.',
};

const NOT_DELIVERED: Alert = {
  name: 'AlertsNotDelivered',
  expr: 'sum by (integration) (rate(alertmanager_notifications_failed_total[15m])) > 0 or sum by (alertmanager) (rate(prometheus_notifications_errors_total[15m])) > 0',
  for: '5m',
  severity: 'critical',
  summary: 'Alerts do not reach anybody',
  description: 'Whatever else is wrong, nobody hears of it.',
  runbook:
    "The log of Alertmanager says what the receiver answered; then the fence (the receiver's addresses) and the secret value.",
};

const WATCHDOG: Alert = {
  name: HEARTBEAT,
  expr: 'vector(1)',
  for: '0m',
  severity: 'none',
  summary: 'What tells of alerts is alive',
  description:
    'It is told all the time. When it stops, Prometheus or Alertmanager is gone, and nobody hears of anything.',
  runbook:
    'Nothing, while it comes. When it does not: kubectl get pods of the namespace of Prometheus, and the log of Alertmanager.',
};

import { WEB, WORKER } from '../defaults/names-and-ports.ts';
import {
  hitRate,
  LOOK_UP_SECONDS,
  lookUpErrors,
  lookUpSeconds,
} from '../metrics/alerts/cache-lookup-alerts.ts';
import { type Dashboard, figure, lines, logLines } from './dashboard-types-and-panel-makers.ts';

const web = `job="${WEB.name}"`;
const worker = `job="${WORKER.name}"`;
const latency = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(app_request_latency_seconds_bucket{${web}}[5m])))`;

/** Dashboard of the symptoms that users notice, and their causes. */
export function appDashboard({ logs, namespace }: { logs: boolean; namespace: string }): Dashboard {
  const stream = `{namespace="${namespace}", app="${WEB.name}"}`;
  return {
    uid: 'finance-app',
    title: 'App',
    marks: [
      { title: 'Releases', query: NEW_RELEASE, label: '{{version}} {{commit}}' },
      { title: 'Rollouts', query: NEW_PODS, label: 'new pods of {{deployment}}' },
    ],
    rows: [
      {
        title: 'Is it well?',
        panels: [
          figure('Requests a second', 'reqps', `sum(rate(app_requests_total{${web}}[5m]))`),
          figure(
            'Failed',
            'percentunit',
            `(sum(rate(app_requests_total{${web}, status=~"5.."}[5m])) or vector(0)) / sum(rate(app_requests_total{${web}}[5m]))`,
            0.005,
          ),
          figure('95 of 100 answered within', 's', latency(0.95), 0.3),
          figure('Cache hits', 'percentunit', ALL_HITS),
        ],
      },
      {
        title: 'Requests',
        panels: [
          lines('By status', 'reqps', {
            '{{status}}': `sum by (status) (rate(app_requests_total{${web}}[5m]))`,
          }),
          lines('How long they take', 's', {
            'half of them': latency(0.5),
            '95 %': latency(0.95),
            '99 %': latency(0.99),
          }),
          lines('Slowest routes, 95 %', 's', {
            '{{method}} {{endpoint}}': `topk(5, histogram_quantile(0.95, sum by (le, method, endpoint) (rate(app_request_latency_seconds_bucket{${web}}[5m]))))`,
          }),
        ],
      },
      {
        title: 'Is the cache worth it?',
        panels: [
          lines('Hits', 'percentunit', { '{{kind}}': hitRate('5m') }),
          lines('Look-ups, 95 % answered within', 's', { '{{kind}}': lookUpSeconds('5m') }, LOOK_UP_SECONDS),
          lines('Look-ups without an answer', 'percentunit', { '{{kind}}': lookUpErrors('5m') }, 0.05),
        ],
      },
      {
        title: 'The process',
        panels: [
          lines('CPU', 'cores', { '{{pod}}': `rate(process_cpu_seconds_total{${web}}[5m])` }),
          lines('Memory', 'bytes', { '{{pod}}': `process_resident_memory_bytes{${web}}` }),
          lines('Event loop, 99 %', 's', { '{{pod}}': `nodejs_eventloop_lag_p99_seconds{${web}}` }, 0.1),
          lines('Postgres and Redis as the app sees them', 'short', {
            '{{pod}} {{server}}': `app_postgres_up{${web}}`,
            '{{pod}} Redis': `app_redis_up{${web}}`,
          }),
        ],
      },
      {
        title: 'Work behind the pages',
        panels: [
          lines('Jobs', 'ops', {
            '{{kind}} {{result}}': `sum by (kind, result) (rate(app_jobs_total{${worker}}[5m]))`,
          }),
          lines('That wait, and failed for good', 'short', {
            '{{kind}} waits': `max by (kind) (app_jobs_waiting{${worker}})`,
            '{{kind}} failed': `max by (kind) (app_jobs_failed{${worker}})`,
          }),
          lines('The oldest that waits', 's', {
            '{{kind}}': `max by (kind) (app_jobs_oldest_seconds{${worker}})`,
          }),
          lines(
            'Since the nightly work was done',
            's',
            {
              '{{kind}}': `time() - max by (kind) (app_nightly_last_success_timestamp_seconds{${worker}} > 0)`,
            },
            26 * 3600,
          ),
        ],
      },
      ...(logs
        ? [
            {
              title: 'What it wrote',
              panels: [
                logLines('Failed requests', `${stream} | status >= 500`),
                logLines('Warnings and errors', `${stream} | level=~"warn|error|fatal"`),
              ],
            },
          ]
        : []),
    ],
  };
}

/** A release that was not there five minutes ago, for the five minutes after. */
const NEW_RELEASE = `group by (version, commit) (app_build_info{${web}}) unless group by (version, commit) (app_build_info{${web}} offset 5m)`;

const PODS = `kube_pod_info{created_by_kind="ReplicaSet",created_by_name=~"(${WEB.name}|${WORKER.name})-[a-z0-9]+"}`;

/**
 * Deployments whose newest ReplicaSet had no pods five minutes ago: a change of settings or a restart by hand makes one, as a
 * release does, and the autoscaler never does.
 */
const NEW_PODS = `group by (deployment) (label_replace(group by (created_by_name) (${PODS}) unless group by (created_by_name) (${PODS} offset 5m), "deployment", "$1", "created_by_name", "(.*)-.*"))`;

/** Computed from misses: there is no series of hits before the first one. */
const ALL_HITS =
  '1 - sum(rate(app_cache_lookups_total{result="miss"}[5m])) / sum(rate(app_cache_lookups_total{result=~"hit|miss"}[5m]))';

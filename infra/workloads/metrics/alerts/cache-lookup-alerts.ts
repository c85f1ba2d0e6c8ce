import type { Alert } from './alert.ts';

/** Share of look-ups, by kind, that must find what was cached; a book that is written to loses its balances only. */
const HIT_RATES = { balances: 0.9, others: 0.8 };

/** Seconds in which 95 of 100 look-ups must be answered: what Redis takes, and not what it saves. */
export const LOOK_UP_SECONDS = 0.005;

/** Fewest look-ups a second of which shares are judged: a household alone proves nothing. */
const FEWEST = 0.05;

const lookUps = (window: string, result = '') =>
  `sum by (kind) (rate(app_cache_lookups_total${result && `{result="${result}"}`}[${window}]))`;

/** Share of look-ups that found something. Computed from misses: there is no series of hits before the first one. */
export function hitRate(window: string, kinds = ''): string {
  const of = (results: string) =>
    `sum by (kind) (rate(app_cache_lookups_total{${[`result=~"${results}"`, ...(kinds ? [kinds] : [])].join(', ')}}[${window}]))`;
  return `1 - ${of('miss')} / ${of('hit|miss')}`;
}

/** Seconds in which 95 of 100 look-ups are answered, by kind. */
export function lookUpSeconds(window: string): string {
  return `histogram_quantile(0.95, sum by (kind, le) (rate(app_cache_lookup_seconds_bucket[${window}])))`;
}

/** Share of look-ups that Redis did not answer. */
export function lookUpErrors(window: string): string {
  return `${lookUps(window, 'error')} / ${lookUps(window)}`;
}

/** Alerts on what is promised of the cache. A slow page is what people see of it; nothing is ever wrong. */
export const CACHE_ALERTS: readonly Alert[] = [
  {
    name: 'CacheHitRateLow',
    expr: [
      `(${hitRate('10m', 'kind="balances"')}) < ${HIT_RATES.balances}`,
      `(${hitRate('10m', 'kind!="balances"')}) < ${HIT_RATES.others}`,
    ]
      .map((low) => `${low} and ${lookUps('10m')} > ${FEWEST}`)
      .join(' or '),
    for: '15m',
    severity: 'warning',
    summary:
      'Only {{ $value | humanizePercentage }} of the look-ups of {{ $labels.kind }} in the cache are hits',
    description: 'The others are computed in Postgres instead of read from Redis: slower, never wrong.',
    runbook:
      'Look whether Redis drops keys (redis_evicted_keys_total, then raise cache.maxMemory) or was restarted; books that are written to all the time miss by nature.',
  },
  {
    name: 'CacheSlow',
    expr: `${lookUpSeconds('10m')} > ${LOOK_UP_SECONDS} and ${lookUps('10m')} > ${FEWEST}`,
    for: '15m',
    severity: 'warning',
    summary:
      'Of the look-ups of {{ $labels.kind }} in the cache, 5 of 100 take longer than {{ $value | humanizeDuration }}',
    description: 'Each page makes several of them, and is slower by that.',
    runbook:
      'Look at the CPU of Redis and of the web pods against their limits (rate of container_cpu_cfs_throttled_seconds_total), at slow commands (kubectl exec deployment/redis -- redis-cli --tls --insecure slowlog get, with REDISCLI_AUTH), and at the network between their nodes.',
  },
  {
    name: 'CacheErrors',
    expr: `${lookUpErrors('10m')} > 0.05 and ${lookUps('10m')} > ${FEWEST}`,
    for: '10m',
    severity: 'warning',
    summary: 'Redis does not answer {{ $value | humanizePercentage }} of the look-ups of {{ $labels.kind }}',
    description: 'Pages wait up to 200 ms for it, then ask Postgres: slower, never wrong.',
    runbook:
      'The log of the web pods says "Redis is away" when they give it up for a second. kubectl get pods -l app.kubernetes.io/name=redis, its log, and app_redis_up of each web pod: one alone has a problem of its own network.',
  },
];

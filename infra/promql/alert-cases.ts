import type { AlertTest } from './promtool.ts';

type Series = AlertTest['series'];

const STORE_READY =
  'kube_statefulset_status_replicas_ready{namespace="object-store",statefulset="object-store"}';

const COPIED = 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{pod="postgres-1"}';

const WEB_IS_UP: Series = { 'up{job="web",instance="one"}': '1x60' };
const API_IS_UP: Series = { 'up{job="api-server",instance="one"}': '1x60' };

/**
 * Test cases by alert: series for which it must fire, and series for which it must not, although it nearly would.
 *
 * In promtool's notation, `a+bxn` starts at a and grows n times by b, once a minute, or once every half hour where days
 * pass; `axn` stays at a; `_` is a missing sample.
 */
export const ALERT_CASES: Readonly<Record<string, AlertCases>> = {
  ObjectStoreDown: {
    fires: [{ at: '10m', series: { [STORE_READY]: '1 0x20' } }],
    quiet: [
      { at: '10m', series: { [STORE_READY]: '1x20' } },
      { at: '3m', series: { [STORE_READY]: '1 0x20' } }, // not long enough
    ],
  },
  ObjectStoreFilling: {
    fires: [{ at: '2h', series: storeVolume(20) }],
    quiet: [
      { at: '2h', series: storeVolume(30) },
      { at: '30m', series: storeVolume(20) }, // not long enough
    ],
  },
  ErrorBudgetBurnFast: {
    fires: [{ at: '10m', series: requests('0+100x90', '0+10x90') }],
    quiet: [
      { at: '10m', series: requests('0+100x90', '0+3x90') }, // 2.9 %
      { at: '30m', series: requests('0+100x90', '0+20x15 300x75') }, // the burst is over
      { at: '10m', series: requests('0+1x90', '0x5 1x85') }, // one failure at low traffic
    ],
  },
  ErrorBudgetBurnSlow: {
    fires: [{ at: '60m', series: requests('0+100x90', '0+5x90') }],
    quiet: [
      { at: '60m', series: requests('0+100x90', '0+2x90') },
      { at: '60m', series: requests('0+100x90', '0+20x10 200x80') },
    ],
  },
  CacheHitRateLow: {
    fires: [
      { at: '30m', series: lookups('0+60x60', '0+40x60') },
      { at: '30m', series: lookups('0+60x60', '0+40x60', 'session') },
      { at: '30m', series: lookups('0+85x60', '0+15x60', 'balances') },
      { at: '30m', series: { 'app_cache_lookups_total{job="web",kind="recent",result="miss"}': '0+60x60' } },
    ],
    quiet: [
      { at: '30m', series: lookups('0+85x60', '0+15x60') },
      { at: '30m', series: lookups('0+95x60', '0+5x60', 'balances') },
      { at: '30m', series: { ...lookups('0+85x60', '0+15x60'), [lookup('error')]: '0+100x60' } }, // is told otherwise
      { at: '30m', series: lookups('0x60', '0+1x60') }, // hardly any lookups
      { at: '12m', series: lookups('0+60x60', '0+40x60') }, // not long enough
    ],
  },
  CacheSlow: {
    fires: [{ at: '30m', series: { ...lookups('0+60x60', '0x60'), ...lookupTimes('0+50x60', '0+60x60') } }],
    quiet: [
      { at: '30m', series: { ...lookups('0+60x60', '0x60'), ...lookupTimes('0+58x60', '0+60x60') } },
      { at: '30m', series: { ...lookups('0+1x60', '0x60'), ...lookupTimes('0x60', '0+1x60') } }, // hardly any lookups
      { at: '12m', series: { ...lookups('0+60x60', '0x60'), ...lookupTimes('0+50x60', '0+60x60') } },
    ],
  },
  CacheErrors: {
    fires: [
      { at: '25m', series: { ...lookups('0+90x60', '0x60'), [lookup('error')]: '0+10x60' } },
      { at: '25m', series: { [lookup('error')]: '0+60x60' } },
    ],
    quiet: [
      { at: '25m', series: { ...lookups('0+98x60', '0x60'), [lookup('error')]: '0+2x60' } },
      { at: '25m', series: { ...lookups('0x60', '0x60'), [lookup('error')]: '0+1x60' } }, // hardly any lookups
      { at: '25m', series: { ...lookups('0+90x60', '0x60'), [lookup('error')]: '0+40x5 200x55' } }, // Redis is back
    ],
  },
  AppTargetMissing: {
    fires: [
      { at: '10m', series: { 'up{job="worker"}': '1x20' } },
      { at: '10m', series: { 'up{job="web"}': '1x20' } },
    ],
    quiet: [{ at: '10m', series: { 'up{job="web"}': '0x20', 'up{job="worker"}': '0x20' } }],
  },
  NightlyWorkLate: {
    step: '30m',
    fires: [
      { at: '28h', series: { [nightly('expire-sessions')]: '0x80' } }, // succeeded at the start, then never again
      { at: '28h', series: { [nightly('expire-sessions')]: '90000x80', [nightly('expire-jobs')]: '0x80' } },
      { at: '2h', series: { 'up{job="worker"}': '1x10' } }, // no worker has read it from the database
    ],
    quiet: [
      { at: '26h', series: { [nightly('expire-sessions')]: '0x80' } },
      { at: '28h', series: { [nightly('expire-sessions')]: '90000x80' } },
      {
        at: '28h',
        series: {
          [nightly('expire-sessions', 'worker-1')]: '0x80',
          [nightly('expire-sessions', 'worker-2')]: '90000x80',
        },
      },
    ],
  },
  ReceiptFilesMissing: {
    fires: [
      { at: '20m', series: receiptFiles('missing', '0x5 2x30') },
      {
        at: '20m',
        series: { ...receiptFiles('missing', '1x30'), ...receiptFiles('missing', '_x30', 'worker-2') },
      },
    ],
    quiet: [
      { at: '20m', series: receiptFiles('missing', '0x30') },
      { at: '20m', series: { ...receiptFiles('unlisted', '3x30'), ...receiptFiles('listed', '9x30') } },
      { at: '20m', series: receiptFiles('missing', '2x5 0x30') }, // the check of the next night
    ],
  },
  ReceiptFilesUnlisted: {
    fires: [{ at: '20m', series: receiptFiles('unlisted', '1x30') }],
    quiet: [
      { at: '20m', series: receiptFiles('unlisted', '0x30') },
      { at: '20m', series: { ...receiptFiles('missing', '3x30'), ...receiptFiles('listed', '9x30') } },
    ],
  },
  NodeNotReady: {
    fires: [
      { at: '10m', series: node('Ready', 'true', '1x2 0x20') },
      { at: '10m', series: { ...node('Ready', 'true', '0x20'), ...node('Ready', 'true', '1x20', 'node-2') } },
    ],
    quiet: [
      { at: '10m', series: node('Ready', 'true', '0x3 1x20') }, // node has just started
      { at: '10m', series: node('Ready', 'true', '0x2 _x20') }, // node was removed
      { at: '10m', series: node('MemoryPressure', 'true', '0x20') },
    ],
  },
  NodeUnderPressure: {
    fires: [
      { at: '10m', series: node('MemoryPressure', 'true', '1x20') },
      { at: '10m', series: node('DiskPressure', 'true', '0x2 1x20') },
    ],
    quiet: [
      { at: '10m', series: node('DiskPressure', 'true', '0x20') },
      { at: '10m', series: node('Ready', 'true', '1x20') },
    ],
  },
  SignInsFailing: {
    fires: [
      { at: '12m', series: { [signIns('422')]: '0+3x20' } },
      { at: '20m', series: { ...WEB_IS_UP, [signIns('422')]: '_x14 30x15' } }, // all within one look at the app
    ],
    quiet: [
      { at: '12m', series: { [signIns('422')]: '0+1x20' } }, // a household that mistypes
      { at: '12m', series: { [signIns('303')]: '0+50x20' } },
    ],
  },
  LimitsHit: {
    fires: [
      { at: '12m', series: { [limited('/sign-in')]: '0+3x20' } },
      { at: '20m', series: { ...WEB_IS_UP, [limited('/sign-in')]: '_x14 30x15' } },
    ],
    quiet: [{ at: '12m', series: { [limited('/sign-in')]: '0+1x20', [limited('/sign-up')]: '0+1x20' } }],
  },
  AdmissionRefused: {
    fires: [
      { at: '20m', series: { ...API_IS_UP, [refusedBy('deny')]: '3x15 4x15' } },
      { at: '20m', series: { ...API_IS_UP, [refusedBy('deny')]: '_x14 1x15' } }, // the first one ever
      {
        at: '20m',
        series: {
          ...API_IS_UP,
          'apiserver_admission_webhook_rejection_count{job="api-server",instance="one",name="kyverno",error_type="no_error"}':
            '0x15 1x15',
        },
      },
      {
        at: '20m',
        series: {
          ...API_IS_UP,
          'pod_security_evaluations_total{job="api-server",instance="one",decision="deny",mode="enforce",policy_level="restricted"}':
            '0x15 1x15',
        },
      },
    ],
    quiet: [
      { at: '20m', series: { ...API_IS_UP, [refusedBy('audit')]: '0+1x30' } },
      { at: '40m', series: { ...API_IS_UP, [refusedBy('deny')]: '3x15 4x30' } }, // ten minutes ago
      {
        at: '20m',
        series: { 'up{job="api-server",instance="one"}': '_x14 1x15', [refusedBy('deny')]: '_x14 7x15' },
      }, // was not asked before
    ],
  },
  ApiCallsForbidden: {
    fires: [
      { at: '12m', series: { [apiCalls('403')]: '0+3x20' } },
      { at: '20m', series: { ...API_IS_UP, [apiCalls('403')]: '_x14 30x15' } },
    ],
    quiet: [
      { at: '12m', series: { [apiCalls('403')]: '0+1x20' } },
      { at: '12m', series: { [apiCalls('404')]: '0+30x20' } },
    ],
  },
  ExecIntoPod: {
    fires: [
      { at: '20m', series: { ...API_IS_UP, [execs('101')]: '2x15 3x15' } },
      { at: '20m', series: { ...API_IS_UP, [execs('101')]: '_x14 1x15' } },
    ],
    quiet: [
      { at: '20m', series: { ...API_IS_UP, [execs('403')]: '2x15 3x15' } }, // was not let in
      { at: '20m', series: { ...API_IS_UP, [execs('101')]: '2x30' } },
    ],
  },
  UnusualForTheHour: {
    step: '30m',
    fires: [
      { at: '15d', series: { [signIns('422')]: '0+2x718 1476+100x20' } },
      { at: '15d', series: { [apiCalls('403')]: '0+10x718 7230+100x20' } },
    ],
    quiet: [
      { at: '15d', series: { [signIns('422')]: '0+20x740' } }, // as every day
      { at: '15d', series: { [signIns('422')]: '0x718 3+3x20' } }, // more than ever, and few
      { at: '4d', series: { [signIns('422')]: '0+2x190 476+100x20' } }, // a week is not known yet
    ],
  },
  Watchdog: {
    fires: [
      { at: '0m', series: {} },
      { at: '1m', series: { pg_up: '0x20' } },
    ],
    quiet: [],
  },
  DatabaseDown: {
    fires: [
      { at: '5m', series: { pg_up: '1x1 0x10' } },
      { at: '5m', series: { [asker('pg_up')]: '1 _x3 0x10', [asker('up')]: '1 0x3 1x10' } }, // exporter down, then Postgres: one outage
    ],
    quiet: [
      { at: '5m', series: { pg_up: '0x1 1x10' } },
      { at: '5m', series: { 'up{job="redis-exporter"}': '0x20' } },
    ],
  },
  DatabaseConnectionsHigh: {
    fires: [{ at: '20m', series: connections(45, 50) }],
    quiet: [{ at: '20m', series: connections(40, 40) }],
  },
  RestoreTooOld: {
    step: '30m',
    fires: [
      { at: '3240m', series: { finance_restore_last_dump_timestamp_seconds: '0x120' } },
      { at: '3240m', series: { [proved('postgres-1')]: '0x120', [proved('postgres-2')]: '0x120' } },
      {
        at: '3240m', // each drill succeeds, with the same old dump
        series: {
          finance_restore_last_dump_timestamp_seconds: '0x120',
          finance_restore_last_success_timestamp_seconds: '0+1800x120',
        },
      },
    ],
    quiet: [
      { at: '3060m', series: { finance_restore_last_dump_timestamp_seconds: '0x120' } },
      // A server that was stopped midway still reports an old dump.
      { at: '3240m', series: { [proved('postgres-1')]: '100000x120', [proved('postgres-2')]: '0x120' } },
    ],
  },
  RestoreNeverProved: {
    step: '30m',
    fires: [{ at: '3180m', series: { pg_up: '1x110' } }],
    quiet: [
      { at: '3060m', series: { pg_up: '1x110' } },
      { at: '3180m', series: { finance_restore_last_dump_timestamp_seconds: '0x110' } },
      { at: '3180m', series: { [proved('postgres-1')]: '0x110' } },
    ],
  },
  RedisDown: {
    fires: [{ at: '8m', series: { redis_up: '1x1 0x10' } }],
    quiet: [{ at: '8m', series: { redis_up: '1x1 0x2 1x10' } }],
  },
  RedisMemoryHigh: {
    fires: [{ at: '15m', series: { redis_memory_used_bytes: '90x20', redis_memory_max_bytes: '100x20' } }],
    quiet: [
      { at: '15m', series: { redis_memory_used_bytes: '80x20', redis_memory_max_bytes: '100x20' } },
      { at: '15m', series: { redis_memory_used_bytes: '90x20', redis_memory_max_bytes: '0x20' } }, // no limit
    ],
  },
  PodCrashLooping: {
    // The container runs for a moment between two crashes.
    fires: [
      { at: '20m', series: { [waiting('CrashLoopBackOff')]: '1 1 _ 1 1 1 _ _ 1x30' } },
      { at: '25m', series: { [restarts()]: '0+1x30' } }, // runs for a while between restarts
    ],
    quiet: [
      { at: '12m', series: { [restarts()]: '0 1 2 3 4 4x30' } }, // restarted until the database was up
      { at: '20m', series: { [waiting('CrashLoopBackOff')]: '1 _x30' } },
      { at: '20m', series: { [waiting('ContainerCreating')]: '1x30' } },
    ],
  },
  PodNotReady: {
    fires: [{ at: '20m', series: readiness('1x30', 'Running') }],
    quiet: [
      { at: '20m', series: readiness('1x10 0x20', 'Running') },
      { at: '20m', series: readiness('1x30', 'Succeeded') }, // pod of a finished Job
    ],
  },
  JobFailed: {
    fires: [
      {
        at: '3m',
        series: { 'kube_job_failed{namespace="finance",job_name="backup-1",condition="true"}': '1x5' },
      },
    ],
    quiet: [
      {
        at: '3m',
        series: { 'kube_job_failed{namespace="finance",job_name="backup-1",condition="false"}': '1x5' },
      },
    ],
  },
  AutoscalerAtCeiling: {
    fires: [{ at: '20m', series: autoscaler(2, 3, '3x30') }],
    quiet: [
      { at: '20m', series: autoscaler(2, 3, '3x5 2x25') },
      { at: '20m', series: autoscaler(3, 3, '3x30') }, // min equals max: not meant to scale
    ],
  },
  VolumeNearlyFull: {
    fires: [{ at: '20m', series: volume('9x30') }],
    quiet: [{ at: '20m', series: volume('11x30') }],
  },
  TargetDown: {
    fires: [
      { at: '8m', series: { 'up{job="web",instance="a"}': '0x10', 'up{job="web",instance="b"}': '1x10' } },
    ],
    quiet: [{ at: '8m', series: { 'up{job="web",instance="a"}': '0x3 1x10' } }],
  },
  AlertsNotDelivered: {
    fires: [
      { at: '15m', series: { 'alertmanager_notifications_failed_total{integration="webhook"}': '0+1x20' } },
      { at: '15m', series: { 'prometheus_notifications_errors_total{alertmanager="a"}': '0+1x20' } },
    ],
    quiet: [
      { at: '15m', series: { 'alertmanager_notifications_failed_total{integration="webhook"}': '7x20' } },
    ],
  },
  DatabaseWithoutPrimary: {
    fires: [
      { at: '10m', series: { [ofServer('pg_replication_in_recovery', 2)]: '1x20' } },
      { at: '10m', series: { 'up{job="web"}': '1x20' } }, // no server is left
    ],
    quiet: [
      { at: '10m', series: { [ofServer('pg_replication_in_recovery', 1)]: '0x20' } },
      // A standby took over as primary.
      {
        at: '10m',
        series: {
          [ofServer('pg_replication_in_recovery', 1)]: '0x3 _x20',
          [ofServer('pg_replication_in_recovery', 2)]: '1x4 0x20',
        },
      },
    ],
  },
  DatabaseServerDown: {
    fires: [{ at: '5m', series: { [ofServer('collector_up', 1)]: '1x1 0x10' } }],
    quiet: [{ at: '5m', series: { [ofServer('collector_up', 1)]: '0x1 1x10' } }],
  },
  DatabaseCopyMissing: {
    fires: [{ at: '20m', series: following('1x30') }],
    quiet: [
      { at: '20m', series: following('2x30') },
      { at: '20m', series: following('1x5 2x30') },
    ],
  },
  DatabaseServerConnectionsHigh: {
    fires: [{ at: '20m', series: connectionsOfServer(45, 50) }],
    quiet: [{ at: '20m', series: connectionsOfServer(40, 40) }],
  },
  ArchiveFailing: {
    fires: [{ at: '30m', series: archiver('600x40', '60x40') }],
    quiet: [
      { at: '30m', series: archiver('60x40', '600x40') }, // failed once, archives again
      { at: '30m', series: archiver('-1x40', '-1x40') }, // new primary that has not archived yet
    ],
  },
  BaseBackupTooOld: {
    step: '30m',
    fires: [{ at: '3120m', series: { [COPIED]: '0x120' } }],
    quiet: [{ at: '2880m', series: { [COPIED]: '0x120' } }],
  },
  ReplicationLag: {
    fires: [
      { at: '8m', series: { 'cnpg_pg_replication_lag{namespace="finance",pod="postgres-2"}': '40x10' } },
    ],
    quiet: [
      { at: '8m', series: { 'cnpg_pg_replication_lag{namespace="finance",pod="postgres-2"}': '2x10' } },
    ],
  },
  ServerCertificateNearExpiry: {
    fires: [
      { at: '90m', series: serverCertificate('postgres', 29) },
      { at: '90m', series: serverCertificate('postgres-replica', 2) },
    ],
    quiet: [{ at: '90m', series: { ...serverCertificate('redis', 31), ...serverCertificate('other', 6) } }],
  },
  CertificateNearExpiry: {
    fires: [{ at: '90m', series: certificate(13) }],
    quiet: [{ at: '90m', series: certificate(16) }],
  },
};

export interface AlertCases {
  readonly fires: readonly Case[];
  readonly quiet: readonly Case[];
  /** Interval between two samples. @default 1m */
  readonly step?: '30m';
}

type Case = Omit<AlertTest, 'alert' | 'fires'>;

function requests(all: string, failed: string): Series {
  const series = (status: string, endpoint: string) =>
    `app_requests_total{job="web",status="${status}",endpoint="${endpoint}"}`;
  // Probes must not count in the error rate, whether they succeed or fail.
  const probes = { [series('200', '/health')]: '0+900x90', [series('503', '/ready')]: '0+900x90' };
  return { [series('200', '/books/:book')]: all, [series('500', '/books/:book')]: failed, ...probes };
}

function lookups(hits: string, misses: string, kind = 'dashboard'): Series {
  return { [lookup('hit', kind)]: hits, [lookup('miss', kind)]: misses };
}

function lookup(result: string, kind = 'dashboard'): string {
  return `app_cache_lookups_total{job="web",kind="${kind}",result="${result}"}`;
}

/** Look-ups within 5 ms, and all of them. */
function lookupTimes(fast: string, all: string): Series {
  const bucket = (le: string) => `app_cache_lookup_seconds_bucket{job="web",kind="dashboard",le="${le}"}`;
  return { [bucket('0.005')]: fast, [bucket('0.01')]: all, [bucket('+Inf')]: all };
}

function asker(metric: string): string {
  return `${metric}{job="postgres-exporter",instance="a"}`;
}

function connections(idle: number, active: number): Series {
  return {
    'pg_stat_activity_count{state="idle"}': `${idle}x30`,
    'pg_stat_activity_count{state="active"}': `${active}x30`,
    pg_settings_max_connections: '100x30',
  };
}

function ofServer(metric: string, number: number, labels = ''): string {
  return `cnpg_${metric}{namespace="finance",pod="postgres-${number}"${labels}}`;
}

function proved(pod: string): string {
  return `cnpg_finance_restore_last_dump_timestamp_seconds{pod="${pod}"}`;
}

function following(copies: string): Series {
  const metric = 'pg_replication_streaming_replicas';
  return { [ofServer(metric, 1)]: copies, [ofServer(metric, 2)]: '0x30', [ofServer(metric, 3)]: '0x30' };
}

function connectionsOfServer(idle: number, active: number): Series {
  return {
    [ofServer('backends_total', 1, ',state="idle"')]: `${idle}x30`,
    [ofServer('backends_total', 1, ',state="active"')]: `${active}x30`,
    [ofServer('pg_settings_setting', 1, ',name="max_connections"')]: '100x30',
    [ofServer('pg_settings_setting', 1, ',name="work_mem"')]: '4096x30',
  };
}

function archiver(failed: string, archived: string): Series {
  return {
    [ofServer('pg_stat_archiver_last_failed_time', 1)]: failed,
    [ofServer('pg_stat_archiver_last_archived_time', 1)]: archived,
  };
}

function signIns(status: string): string {
  return `app_requests_total{job="web",instance="one",method="POST",endpoint="/sign-in",status="${status}"}`;
}

function limited(endpoint: string): string {
  return `app_requests_total{job="web",instance="one",method="POST",endpoint="${endpoint}",status="429"}`;
}

function refusedBy(action: string): string {
  return `apiserver_validating_admission_policy_check_total{job="api-server",instance="one",policy="finance-images",enforcement_action="${action}"}`;
}

function apiCalls(code: string): string {
  return `apiserver_request_total{job="api-server",instance="one",verb="GET",resource="secrets",code="${code}"}`;
}

function execs(code: string): string {
  return `apiserver_request_total{job="api-server",instance="one",verb="CONNECT",resource="pods",subresource="exec",code="${code}"}`;
}

function waiting(reason: string): string {
  return `kube_pod_container_status_waiting_reason{namespace="finance",pod="web-1",container="web",reason="${reason}"}`;
}

function restarts(): string {
  return 'kube_pod_container_status_restarts_total{namespace="finance",pod="web-1",container="web"}';
}

function nightly(kind: string, pod = 'worker-1'): string {
  return `app_nightly_last_success_timestamp_seconds{pod="${pod}",kind="${kind}"}`;
}

function receiptFiles(what: string, values: string, pod = 'worker-1'): Series {
  return { [`app_receipt_files{pod="${pod}",what="${what}"}`]: values };
}

function node(condition: string, status: string, values: string, name = 'node-1'): Series {
  return {
    [`kube_node_status_condition{node="${name}",condition="${condition}",status="${status}"}`]: values,
  };
}

function readiness(unready: string, phase: string): Series {
  const pod = 'namespace="finance",pod="web-1"';
  return {
    [`kube_pod_status_ready{${pod},condition="false"}`]: unready,
    [`kube_pod_status_phase{${pod},phase="${phase}"}`]: '1x30',
    [`kube_pod_status_phase{${pod},phase="Pending"}`]: '0x30',
  };
}

function autoscaler(min: number, max: number, current: string): Series {
  const labels = '{namespace="finance",horizontalpodautoscaler="web"}';
  return {
    [`kube_horizontalpodautoscaler_spec_min_replicas${labels}`]: `${min}x30`,
    [`kube_horizontalpodautoscaler_spec_max_replicas${labels}`]: `${max}x30`,
    [`kube_horizontalpodautoscaler_status_current_replicas${labels}`]: current,
  };
}

function volume(available: string): Series {
  const labels = '{namespace="finance",persistentvolumeclaim="data-postgres-0"}';
  return {
    [`kubelet_volume_stats_available_bytes${labels}`]: available,
    [`kubelet_volume_stats_capacity_bytes${labels}`]: '100x30',
  };
}

function serverCertificate(server: string, days: number): Series {
  return { [`app_server_certificate_expiry_timestamp_seconds{server="${server}"}`]: `${days * 86400}x100` };
}

function certificate(days: number): Series {
  const name = 'certmanager_certificate_expiration_timestamp_seconds{namespace="finance",name="finance-tls"}';
  return { [name]: `${days * 86_400}x100` };
}

/** Volume of the object store with so many percent left. */
function storeVolume(left: number): Series {
  const labels = '{namespace="object-store",persistentvolumeclaim="data-object-store-0"}';
  return {
    [`kubelet_volume_stats_available_bytes${labels}`]: `${left}x150`,
    [`kubelet_volume_stats_capacity_bytes${labels}`]: '100x150',
  };
}

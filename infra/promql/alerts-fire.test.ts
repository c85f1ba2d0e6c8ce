import { describe, expect, it } from 'vitest';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { alertRoutes, HEARTBEAT } from '../workloads/metrics/alert-routes.ts';
import { alertsFor } from '../workloads/metrics/alerts/alerts-from-settings.ts';
import { appAlerts } from '../workloads/metrics/alerts/app-alerts.ts';
import { storeAlerts } from '../workloads/metrics/alerts/object-store-alerts.ts';
import { certificateAlerts } from '../workloads/metrics/alerts/pod-certificate-and-monitoring-alerts.ts';
import { dataAlerts } from '../workloads/metrics/alerts/postgres-redis-and-restore-alerts.ts';
import { ownRefusalAlerts, securityAlerts } from '../workloads/metrics/alerts/security-alerts.ts';
import { within } from '../workloads/metrics/alerts/within-namespace.ts';
import { ALERT_CASES } from './alert-cases.ts';
import { type AlertTest, builtPromtool, problemsOf } from './promtool.ts';

const promtool = builtPromtool();
const operated = [
  ...dataAlerts({ postgresExporter: false, servers: { count: 3, archiveMaxAgeHours: 50 } }),
  certificateAlerts({ kind: 'cert-manager' }),
  storeAlerts('object-store'),
  securityAlerts({ apiServer: true, retentionDays: 15 }),
].flatMap(({ alerts: list }) => list);
/** Alert groups of stack dev, plus the alerts about operators that it does not use, unless it has one of that name. */
const groups = (() => {
  const own = alertsFor(readStackFile('dev'));
  const names = new Set(own.flatMap(({ alerts }) => alerts.map(({ name }) => name)));
  return [...own, { name: 'operated', alerts: operated.filter(({ name }) => !names.has(name)) }];
})();
const alerts = groups.flatMap(({ alerts: list }) => list);

describe('every alert', () => {
  it('has a case in which it fires, and one in which it does not', () => {
    expect(Object.keys(ALERT_CASES).toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
    for (const [name, { fires, quiet }] of Object.entries(ALERT_CASES)) {
      expect(fires.length, name).toBeGreaterThan(0);
      if (name !== HEARTBEAT) expect(quiet.length, name).toBeGreaterThan(0);
    }
  });

  it('is known by its name to the rules that leave out what follows from another one', () => {
    const rules = JSON.stringify(alertRoutes({ receiver: { kind: 'none' }, heartbeatMinutes: 5 }));
    const patterns = [...rules.matchAll(/alertname=~?\\"([^"\\]+)/g)].flatMap(([, names = '']) =>
      names.split('|'),
    );
    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) {
      const named = alerts.filter(({ name }) => new RegExp(`^${pattern}$`).test(name));
      expect(named.length, pattern).toBeGreaterThan(0);
    }
  });

  it('says what is wrong, what it means, and what to do', () => {
    for (const { name, summary, description, runbook } of alerts)
      for (const text of [summary, description, runbook]) expect(text.length, name).toBeGreaterThan(15);
  });
});

const why = 'reason' in promtool ? ` (skipped: ${promtool.reason})` : '';
describe.skipIf(why !== '')(`promtool${why}`, () => {
  const path = 'path' in promtool ? promtool.path : '';

  it.each(Object.entries(ALERT_CASES))('takes %s, which fires when it must and only then', (alert, cases) => {
    const tests: AlertTest[] = [
      ...cases.fires.map((test) => ({ ...test, alert, fires: 1 })),
      ...cases.quiet.map((test) => ({ ...test, alert, fires: 0 })),
    ];
    const only = [{ name: 'one', alerts: alerts.filter(({ name }) => name === alert) }];
    expect(problemsOf(path, only, tests, cases.step)).toBe('');
  });

  it('takes CertificateNearExpiry, which fires by what Traefik shows for our name and for no other', () => {
    const host = 'finance.example.com';
    const asked = {
      kind: 'traefik',
      namespace: 'kube-system',
      podLabels: {},
      metricsPort: 9100,
      host,
    } as const;
    const shown = (sans: string, days: number, serial = '1') => ({
      [`traefik_tls_certs_not_after{cn="",sans="${sans}",serial="${serial}"}`]: `${days * 86_400}x100`,
    });
    const test = (fires: number, series: AlertTest['series']): AlertTest => {
      return { alert: 'CertificateNearExpiry', fires, at: '90m', series };
    };
    const tests = [
      test(1, shown(`${host},www.example.com`, 13)),
      test(1, shown('*.example.com', 13)),
      test(0, shown(host, 16)),
      test(0, { ...shown(host, 3), ...shown(host, 60, '2') }), // renewed
      test(0, shown('other.example.com', 3)),
      test(0, shown('financeXexample.com', 3)),
    ];
    expect(problemsOf(path, [certificateAlerts(asked)], tests)).toBe('');
  });

  it('takes AppTargetMissing, which fires by each of them that is gone', () => {
    const test = (fires: number, series: AlertTest['series']): AlertTest => {
      return { alert: 'AppTargetMissing', fires, at: '10m', series };
    };
    const up = (...names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [`up{job="${name}"}`, '1x20']));
    const tests = [
      test(0, up('web', 'worker', 'frontend')),
      test(1, up('web', 'worker')),
      test(1, up('frontend', 'worker')),
      test(1, up('web', 'frontend')),
      test(3, {}),
    ];
    expect(problemsOf(path, [appAlerts({ frontend: true })], tests)).toBe('');
  });

  it('takes AdmissionRefused in a cluster that is not ours alone, which fires by our own policies', () => {
    const test = (fires: number, policy: string, samples: string): AlertTest => ({
      alert: 'AdmissionRefused',
      fires,
      at: '20m',
      series: {
        'up{job="apiserver",namespace="default",instance="one"}': '1x60',
        [`apiserver_validating_admission_policy_check_total{job="apiserver",namespace="default",instance="one",policy="${policy}",enforcement_action="deny"}`]:
          samples,
      },
    });
    const tests = [
      test(1, 'finance-images', '3x15 4x15'),
      test(1, 'finance-restart-only', '_x14 1x15'), // the first one ever
      test(0, 'shop-images', '3x15 4x15'),
      test(0, 'finance-two-images', '3x15 4x15'), // of a platform in namespace finance-two
    ];
    expect(problemsOf(path, [ownRefusalAlerts('finance')], tests)).toBe('');
  });

  it('takes every alert about one namespace alone', () => {
    const scoped = groups.map(({ name, alerts: list }) => {
      return { name, alerts: list.map((alert) => ({ ...alert, expr: within('finance', alert.expr) })) };
    });
    expect(problemsOf(path, scoped, [])).toBe('');
  });

  it('sees an alert that does not fire', () => {
    const series = { redis_up: '1x10' };
    expect(problemsOf(path, groups, [{ alert: 'RedisDown', fires: 1, at: '8m', series }])).toContain(
      'RedisDown',
    );
  });
});

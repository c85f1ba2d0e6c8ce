import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const RECEIVERS = {
  webhook: { alertWebhook: 'https://chat.example.com/hook' },
  email: { smtpUser: 'finance', smtpPassword: 'secret' },
};

describe('where a Prometheus Operator watches', () => {
  it('every alert is about our namespace alone, and says so', () => {
    const { spec } = find(operated({ kind: 'none' }), 'PrometheusRule');
    const rules: readonly Loose[] = spec.groups.flatMap((group: Loose) => group['rules']);
    expect(rules.length).toBeGreaterThan(12);
    for (const { alert, expr, labels } of rules) {
      expect(labels.namespace, alert).toBe('finance');
      if (alert === 'Watchdog') continue; // its expression has no selector
      if (alert === 'AdmissionRefused') {
        const counters = expr.split('_total{').length - 1;
        expect(expr.split('_total{policy=~"finance-(').length - 1).toBe(counters);
        continue; // the API server is in namespace default
      }
      const selectors = expr.replaceAll(/"[^"]*"/g, '').split('{').length - 1;
      expect(selectors, alert).toBeGreaterThan(0);
      expect(expr.split('{namespace="finance"').length - 1, `${alert}: ${expr}`).toBe(selectors);
    }
  });

  it('the store inside is watched too, in its own namespace, and told of as one of ours', () => {
    const backup = { objectStore: { kind: 'inside' } };
    const { spec } = find(operated({ kind: 'none' }, {}, { backup }), 'PrometheusRule');
    const store = spec.groups.find(({ name }: Loose) => name === 'object-store');
    expect(store.rules.map(({ alert }: Loose) => alert)).toEqual(['ObjectStoreDown', 'ObjectStoreFilling']);
    for (const { expr, labels } of store.rules) {
      expect(expr).toContain('{namespace="object-store"');
      expect(expr).not.toContain('finance');
      expect(labels.namespace).toBe('finance');
    }
  });

  it('cert-manager is asked when our certificate ends, where it issues it', () => {
    const tls = { from: 'cert-manager', issuer: { kind: 'own-ca' } };
    const exposure = { kind: 'ingress', host: 'a.example.com', tls };
    const monitors = (objects: readonly Loose[]) =>
      objects.filter(({ kind }) => kind === 'PodMonitor').map(({ metadata }) => metadata.name);
    const objects = operated({ kind: 'none' }, {}, { exposure });
    const own = objects.find(
      ({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'cert-manager',
    );
    expect(own?.['spec']).toMatchObject({
      namespaceSelector: { matchNames: ['cert-manager'] },
      podMetricsEndpoints: [{ port: 'http-metrics', honorLabels: true }],
    });
    expect(JSON.stringify(find(objects, 'PrometheusRule'))).toContain('CertificateNearExpiry');
    expect(monitors(operated({ kind: 'none' }))).not.toContain('cert-manager');
  });

  it('nothing is said of an Alertmanager that others run', () => {
    expect(JSON.stringify(find(operated({ kind: 'none' }), 'PrometheusRule'))).not.toContain('alertmanager_');
  });

  it('nobody is told by our doing unless the settings name somebody', () => {
    expect(operated({ kind: 'none' }).map(({ kind }) => kind)).not.toContain('AlertmanagerConfig');
  });

  it.each([
    [{ kind: 'webhook' } as const, 'webhookConfigs', 'urlSecret', 'url'],
    [
      { kind: 'email', to: 'ops@example.com', user: 'finance' } as const,
      'emailConfigs',
      'authPassword',
      'password',
    ],
  ])('its Alertmanager tells a receiver with a Secret: %o', (receiver, configs, field, key) => {
    const objects = operated(receiver);
    const { spec } = find(objects, 'AlertmanagerConfig');
    expect(spec.receivers[0][configs][0][field]).toEqual({ name: 'alert-receiver', key });
    const secret = objects.find(({ metadata }) => metadata.name === 'alert-receiver');
    expect(Object.keys(secret?.['stringData'])).toEqual([key]);
    expect(spec.route.receiver).toBe(spec.receivers[0].name);
    expect(spec.inhibitRules).toContainEqual({
      sourceMatch: [{ name: 'alertname', matchType: '=', value: 'ErrorBudgetBurnFast' }],
      targetMatch: [{ name: 'alertname', matchType: '=', value: 'ErrorBudgetBurnSlow' }],
    });
  });
});

function operated(
  receiver: { readonly kind: 'none' | keyof typeof RECEIVERS },
  alerts = {},
  groups = {},
): readonly Loose[] {
  const metrics = { kind: 'operator', alerts: { receiver, ...alerts } };
  const settings = settingsWith({
    ...groups,
    observability: { metrics },
    ...(receiver.kind === 'email' && { mail: { host: 'smtp.example.com', from: 'finance@example.com' } }),
    ...(receiver.kind !== 'none' && { secrets: RECEIVERS[receiver.kind] }),
  });
  return objectsIn(platform(settings).app) as readonly Loose[];
}

function find(objects: readonly Loose[], kind: string): Loose {
  const found = objects.find((object) => object['kind'] === kind);
  if (!found) throw new Error(`no ${kind} among ${objects.map((object) => object['kind'])}`);
  return found;
}

import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const kyverno = { addOns: { kyverno: { repository: 'https://charts.example.org/them' } } };
const observability = { metrics: { kind: 'self-contained' }, dashboards: { kind: 'grafana' } };
const objects = (groups: object) =>
  objectsIn(platform(settingsWith({ observability, ...groups })).app) as readonly Loose[];
const named = (all: readonly Loose[], kind: string, name: string) =>
  all.find((it) => it['kind'] === kind && it['metadata'].name === name);

describe('the reports of Kyverno', () => {
  const all = objects(kyverno);

  it('are counted by kube-state-metrics, which reads them in our namespaces and nothing else of theirs', () => {
    const [container] =
      named(all, 'Deployment', 'kube-state-metrics')?.['spec'].template.spec.containers ?? [];
    expect(container.args).toContain('--custom-resource-state-config-file=/etc/exporter/policy-reports.yaml');
    const config = named(all, 'ConfigMap', 'kube-state-metrics')?.['data']['policy-reports.yaml'];
    expect(config).toContain('kind: PolicyReport');
    const { rules } = all.find(
      (it) =>
        it['kind'] === 'Role' &&
        it['metadata'].name === 'kube-state-metrics' &&
        it['metadata'].namespace === 'finance',
    ) as Loose;
    expect(rules).toContainEqual({
      apiGroups: ['wgpolicyk8s.io'],
      resources: ['policyreports'],
      verbs: ['list', 'watch'],
    });
  });

  it('are on the dashboard', () => {
    const boards = JSON.stringify(named(all, 'ConfigMap', 'grafana-dashboards')?.['data']);
    expect(boards).toContain('finance_policy_report_fail');
  });

  it('leave no trace without Kyverno', () => {
    expect(JSON.stringify(objects({}))).not.toMatch(/policyreports|finance_policy_report/);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { expectRootReader } from '../testing/expect-root-reader.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

function made(more: object = {}) {
  const { app, values } = platform(
    settingsWith({ observability: { logs: { kind: 'elasticsearch' } }, ...more }),
  );
  const objects: readonly Loose[] = objectsIn(app);
  const one = (kind: string, name: string): Loose => {
    const found = objects.find((it) => it['kind'] === kind && it['metadata'].name.startsWith(name));
    if (!found) throw new Error(`no ${kind} ${name}`);
    return structuredClone(found);
  };
  return { objects, values, one };
}

describe('Fluentd', () => {
  const { one, objects } = made();
  const { spec } = one('DaemonSet', 'fluentd').spec.template;
  const [_container] = spec.containers;

  it('runs in a namespace of its own, which alone is open', () => {
    const standards = objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]);
    expect(standards).toEqual([
      ['finance', 'restricted'],
      ['monitoring', 'restricted'],
      ['logging', 'privileged'],
    ]);
    expect(
      objects.filter((it) => it['metadata'].namespace === 'logging' && it['spec']?.template),
    ).toHaveLength(1);
  });

  it('is root without a capability, and reads the logs of the node and nothing else of it', () => {
    expectRootReader(spec, '/var/log/pods');
  });

  it('reads the pods of our namespaces, and gives each line an id', () => {
    const config: string = one('ConfigMap', 'fluentd').data['fluent.conf'];
    expect(config).toContain('path /var/log/pods/finance_*/*/*.log,/var/log/pods/monitoring_*/*/*.log\n');
    expect(config).toContain('host elasticsearch.monitoring\n');
    expect(config).toMatch(/^ {2}id_key id$/m);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Fluentd's own notation
    expect(config).toContain('pod ${record["path"].split("/")[4].split("_")[1]}\n');
  });

  it.each<[string, (pod: Loose) => void, string]>([
    ['writes to the node', (pod) => delete pod['containers'][0].volumeMounts[1].readOnly, 'hostPath'],
    ['shares the network', (pod) => Object.assign(pod, { hostNetwork: true }), 'shares something'],
    [
      'is privileged',
      (pod) => Object.assign(pod['containers'][0].securityContext, { privileged: true }),
      'is privileged',
    ],
  ])('that %s is found', (_what, change, problem) => {
    const broken = structuredClone(objects);
    const daemon = broken.find(({ kind }) => kind === 'DaemonSet');
    change(daemon?.['spec'].template.spec);
    expect(
      check(broken as never)
        .map((found) => found.problem)
        .join(),
    ).toContain(problem);
  });

  it('elsewhere is found too: other namespaces stay closed to it', () => {
    const moved = structuredClone(objects);
    const daemon = moved.find(({ kind }) => kind === 'DaemonSet');
    if (daemon) daemon['metadata'].namespace = 'monitoring';
    const problems = check(moved as never).map((found) => found.problem);
    expect(problems).toContain('fluentd: may run as root');
    expect(problems).toContain('volume logs is a hostPath');
  });
});

describe('Elasticsearch', () => {
  it('asks for a password that Pulumi makes', () => {
    const { one, values } = made();
    const [container] = one('StatefulSet', 'elasticsearch').spec.template.spec.containers;
    expect(container.env).toContainEqual({ name: 'xpack.security.enabled', value: 'true' });
    expect(one('Secret', 'elasticsearch').stringData).toEqual({
      ELASTIC_PASSWORD: '⟦elasticsearch.password⟧',
    });
    expect(values.map(({ token }) => token)).toEqual(
      expect.arrayContaining(['elasticsearch.password', 'kibana.password', 'fluentd.password']),
    );
  });

  it('is told again who may come in each round, but Kibana keeps its key', () => {
    const next = made({ secrets: { rotation: { elasticsearch: 2 } } });
    const job = 'elasticsearch-setup-';
    expect(next.one('Job', job).metadata.name).not.toBe(made().one('Job', job).metadata.name);
    const rounds = next.values.flatMap(({ token, made: how }) =>
      how.by === 'random' && /elasticsearch|kibana|fluentd/.test(token) ? [`${token} ${how.rotation}`] : [],
    );
    expect(rounds).toEqual([
      'elasticsearch.password 2',
      'fluentd.password 2',
      'kibana.password 2',
      'kibana.encryption-key 1',
    ]);
  });

  it('keeps lines as long as the settings say', () => {
    const logs = { kind: 'elasticsearch', retentionDays: 3 };
    const files = made({ observability: { logs } }).one('ConfigMap', 'elasticsearch-setup').data;
    expect(JSON.parse(files['policy.json']).policy.phases.delete.min_age).toBe('3d');
    expect(JSON.parse(files['template.json']).template.settings['index.lifecycle.name']).toBe('finance-logs');
    expect(files['setup.sh']).toBe(readFileSync(join(import.meta.dirname, 'elasticsearch-setup.sh'), 'utf8'));
  });
});

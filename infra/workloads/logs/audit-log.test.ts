import { describe, expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { expectRootReader } from '../testing/expect-root-reader.ts';
import { objectsOf } from '../testing/objects-from-settings.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const objects = objectsOf(readStackFile('lab')) as readonly Loose[];
const one = (kind: string, name: string): Loose => {
  const found = objects.find((it) => it['kind'] === kind && it['metadata'].name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return structuredClone(found);
};

describe('the collector of the audit log', () => {
  const { spec } = one('DaemonSet', 'audit-log')['spec'].template;
  const [_container] = spec.containers;

  it('runs on servers alone, in a namespace of its own, which is open to nobody', () => {
    expect(spec.nodeSelector).toEqual({ 'node-role.kubernetes.io/control-plane': 'true' });
    expect(one('Namespace', 'audit-log')['metadata'].labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
    const pods = objects.filter((it) => it['metadata'].namespace === 'audit-log' && it['spec']?.template);
    expect(pods.map(({ kind }) => kind)).toEqual(['DaemonSet']);
    const fence = objects.filter(
      (it) => it['kind'] === 'NetworkPolicy' && it['metadata'].namespace === 'audit-log',
    );
    expect(fence.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'audit-log-to-dns',
      'audit-log-to-loki',
      'deny-all',
    ]);
  });

  it('is root without a capability or a token, and reads that log and nothing else of the node', () => {
    expectRootReader(spec, '/var/lib/rancher/k3s/server/logs');
  });

  it('is held to that by a policy of its namespace', () => {
    const policy = one('ValidatingAdmissionPolicy', 'audit-log-collectors')['spec'];
    expect(JSON.stringify(policy.validations)).toContain(
      "v.hostPath.path == '/var/lib/rancher/k3s/server/logs'",
    );
  });

  it('that writes to the node is found', () => {
    const broken = structuredClone(objects);
    const daemon = broken.find((it) => it['metadata'].name === 'audit-log' && it['kind'] === 'DaemonSet');
    delete daemon?.['spec'].template.spec.containers[0].volumeMounts[1].readOnly;
    expect(check(broken as never).map(({ problem }) => problem)).toContain('volume logs is a hostPath');
  });

  it('leaves out what the cluster may read, and nothing that somebody changed or was refused', () => {
    const config: string = one('ConfigMap', 'audit-log')['data']['config.alloy'];
    const expression = new RegExp(/expression\s+= "(.*)"/.exec(config)?.[1] ?? '');
    const isLeftOut = (verb: string, user: string, code: number) =>
      expression.test(`${verb} ${user} ${code}`);
    expect(isLeftOut('list', 'system:serviceaccount:monitoring:prometheus', 200)).toBe(true);
    expect(isLeftOut('list', 'system:serviceaccount:monitoring:prometheus', 403)).toBe(false);
    expect(isLeftOut('create', 'system:serviceaccount:argocd:argocd-server', 201)).toBe(false);
    expect(isLeftOut('get', 'ada@example.org', 200)).toBe(false);
    expect(config).toContain('http://loki.monitoring:3100/');
  });
});

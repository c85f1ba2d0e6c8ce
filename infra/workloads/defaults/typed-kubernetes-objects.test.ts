import { readFileSync } from 'node:fs';
import { Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Kube } from './typed-kubernetes-objects.ts';

const synth = (make: (chart: ReturnType<typeof Testing.chart>) => void) => {
  const chart = Testing.chart();
  make(chart);
  return Testing.synth(chart);
};

const container = { name: 'app', image: 'app:1' };
const podSpec = (spec: object) => ({ template: { spec: { containers: [container], ...spec } } });

describe('Kube', () => {
  it('keeps fields that are younger than the types', () => {
    const [job] = synth((chart) => {
      new Kube(chart, 'job', 'Job', {
        metadata: { name: 'job' },
        spec: podSpec({ containers: [{ ...container, lifecycle: { preStop: { sleep: { seconds: 5 } } } }] }),
      });
    });
    expect(job.spec.template.spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
  });

  it('writes quantities and ports as they are given', () => {
    const [service, quota] = synth((chart) => {
      new Kube(chart, 'service', 'Service', {
        metadata: { name: 'web' },
        spec: { ports: [{ port: 80, targetPort: 'http' }] },
      });
      new Kube(chart, 'quota', 'ResourceQuota', {
        metadata: { name: 'quota' },
        spec: { hard: { pods: 5, 'limits.memory': '1Gi' } },
      });
    });
    expect(service.spec.ports).toEqual([{ port: 80, targetPort: 'http' }]);
    expect(quota.spec.hard).toEqual({ pods: 5, 'limits.memory': '1Gi' });
  });

  it('puts the namespace of its chart on what has one, and on nothing of the cluster', () => {
    const chart = new Chart(Testing.app(), 'part', { namespace: 'finance' });
    const place = (kind: 'ConfigMap' | 'ClusterRole', metadata: { name: string; namespace?: string }) =>
      new Kube(chart, `${kind}-${metadata.name}`, kind, { metadata }).toJson();
    expect(place('ConfigMap', { name: 'a' })).toHaveProperty('metadata.namespace', 'finance');
    expect(place('ConfigMap', { name: 'b', namespace: 'other' })).toHaveProperty(
      'metadata.namespace',
      'other',
    );
    expect(place('ClusterRole', { name: 'c' })).not.toHaveProperty('metadata.namespace');
  });

  it('asks for the name and refuses unknown fields', () => {
    const chart = Testing.chart();
    const spec = { selector: {}, template: {} };
    const metadata = { name: 'it' };
    // @ts-expect-error without a name
    new Kube(chart, 'a', 'ConfigMap', { metadata: {} });
    // @ts-expect-error not a field of a Deployment
    new Kube(chart, 'b', 'Deployment', { metadata, spec: { ...spec, replica: 1 } });
    // @ts-expect-error a quantity is a text or a number
    new Kube(chart, 'c', 'ResourceQuota', { metadata, spec: { hard: { pods: { value: 1 } } } });
    expect(chart.node.children).toHaveLength(3);
  });

  it.each([
    ['HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['PodDisruptionBudget', 'policy/v1'],
    ['NetworkPolicy', 'networking.k8s.io/v1'],
    ['Job', 'batch/v1'],
    ['Service', 'v1'],
  ] as const)('a %s is %s', (kind, apiVersion) => {
    const [object] = synth((chart) => new Kube(chart, 'it', kind, { metadata: { name: 'it' } }));
    expect(object).toEqual({ apiVersion, kind, metadata: { name: 'it' } });
  });

  it('knows every field that the types spell otherwise than the API', () => {
    const types = readFileSync(new URL(import.meta.resolve('cdk8s-plus-27/lib/imports/k8s.js')), 'utf8');
    const pairs = [...types.matchAll(/^ *'([^']+)': (?:toJson_\w+\()?obj\.(\w+)/gm)].map(
      ([, real, typed]) => [typed, real],
    );
    const ofDefinitions = /^(ref|schema|openApi|xKubernetes)/;
    const renamed = pairs
      .filter(([typed = '', real]) => typed !== real && !ofDefinitions.test(typed))
      .map(([typed, real]) => `${typed}: '${real}'`);
    const source = readFileSync(new URL('typed-kubernetes-objects.ts', import.meta.url), 'utf8');
    const known = [...source.matchAll(/^ {2}(\w+: '\w+');$/gm)].map(([, line]) => line);
    expect(renamed.length).toBeGreaterThan(20);
    expect(known.toSorted()).toEqual([...new Set(renamed)].toSorted());
  });
});

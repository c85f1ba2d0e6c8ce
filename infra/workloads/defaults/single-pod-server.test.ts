import { expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { SinglePodServer, type SinglePodServerProps } from './single-pod-server.ts';

const synth = (more: Partial<SinglePodServerProps> = {}) =>
  synthesizeChart((chart) => {
    const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { cpu: '1m', memory: '1Mi' } };
    const container = { image: 'store:1', resources };
    new SinglePodServer(chart, 'store', { name: 'store', user: 1000, graceSeconds: 10, container, ...more });
  });

it('is a Deployment that nobody can call, whose pod leaves before the next one starts', () => {
  const { objects, one } = synth();
  expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment']);
  expect(one('Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
});

it('is a StatefulSet when it has a volume that outlives its pod', () => {
  const { one } = synth({ storage: { size: '1Gi' } });
  expect(one('StatefulSet').spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe('1Gi');
});

it('has its ConfigMaps as volumes before others, and a pod of its own for each of their contents', () => {
  const podOf = (text: string) => {
    const configMaps = [{ volume: 'config', name: 'store-config', files: { 'store.conf': text } }];
    const { one } = synth({ configMaps, volumes: [{ name: 'tmp', emptyDir: {} }], annotations: { a: 'b' } });
    expect(one('ConfigMap', 'store-config').data).toEqual({ 'store.conf': text });
    return one('Deployment').spec.template;
  };
  const pod = podOf('1');
  expect(pod.spec.volumes).toEqual([
    { name: 'config', configMap: { name: 'store-config' } },
    { name: 'tmp', emptyDir: {} },
  ]);
  expect(pod.metadata.annotations).toMatchObject({ a: 'b' });
  expect(podOf('2').metadata.annotations).not.toEqual(pod.metadata.annotations);
});

it('selects its pod by its Service', () => {
  const { one } = synth({ service: { ports: [{ name: 'http', port: 80, targetPort: 'http' }] } });
  expect(one('Service').spec.selector).toEqual(one('Deployment').spec.selector.matchLabels);
});

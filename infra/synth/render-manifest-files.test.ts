import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { token } from '../manifests/placeholder-tokens.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { Part, type Phase } from '../workloads/defaults/chart-file-with-apply-phase.ts';
import { Kube } from '../workloads/defaults/typed-kubernetes-objects.ts';
import { render } from './render-manifest-files.ts';

function app(data: Record<string, string> = { A: '1' }): App {
  const it = new App();
  const metadata = { name: 'it' };
  const part = (id: string, phase: Phase) => new Part(it, id, { namespace: 'shop', phase, labels: {} });
  new Kube(part('first', 'namespaces'), 'namespace', 'Namespace', { metadata });
  const chart = part('values', 'groundwork');
  new Kube(chart, 'secret', 'Secret', { metadata, stringData: { PASSWORD: token('a.b') } });
  new Kube(part('last', 'groundwork'), 'config', 'ConfigMap', { metadata, data });
  return it;
}

describe('render', () => {
  it('makes a file for each part, numbered by its phase, and none of Secrets', () => {
    const files = render(app());
    expect([...files.keys()]).toEqual(['00-first.yaml', '10-last.yaml']);
    expect(
      files.get('10-last.yaml'),
    ).toBe(`# Made by \`npm run synth\` from the settings of the stack: change those, and make it again.
apiVersion: v1
kind: ConfigMap
metadata:
  name: it
  namespace: shop
data:
  A: '1'
`);
  });

  it('leaves a Secret out even when it holds plain text', () => {
    const it = new App();
    const part = new Part(it, 'c', { namespace: 'shop', phase: 'groundwork' });
    new Kube(part, 's', 'Secret', { metadata: { name: 's' }, stringData: { A: 'hunter2' } });
    expect(render(it).size).toBe(0);
  });

  it('refuses a chart without a phase', () => {
    const it = new App();
    new Chart(it, 'lost');
    expect(() => render(it)).toThrow('lost has no phase');
  });

  it.each([
    token('a.b'),
    `x${token('a.b', 'uri')}y`,
    '⟦broken',
  ])('refuses "%s" outside of a Secret', (text) => {
    expect(() => render(app({ A: text }))).toThrow('ConfigMap it: only a Secret may hold a value');
  });
});

describe('objectsIn', () => {
  it('gives the objects in the order in which they were made, Secrets too', () => {
    expect(objectsIn(app()).map(({ kind }) => kind)).toEqual(['Namespace', 'Secret', 'ConfigMap']);
  });
});

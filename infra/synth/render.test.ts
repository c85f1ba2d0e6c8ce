import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { token } from '../manifests/tokens.ts';
import { Kube } from '../workloads/house/kube.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { render } from './render.ts';

function app(data: Record<string, string> = { A: '1' }): App {
  const it = new App();
  const metadata = { name: 'it' };
  new Kube(new Chart(it, 'first'), 'namespace', 'Namespace', { metadata });
  const chart = new Chart(it, 'values', { namespace: 'shop' });
  new Kube(chart, 'secret', 'Secret', { metadata, stringData: { PASSWORD: token('a.b') } });
  new Kube(new Chart(it, 'last', { namespace: 'shop' }), 'config', 'ConfigMap', { metadata, data });
  return it;
}

describe('render', () => {
  it('makes a file for each chart, in order, and none of Secrets', () => {
    const files = render(app());
    expect([...files.keys()]).toEqual(['00-first.yaml', '02-last.yaml']);
    expect(
      files.get('02-last.yaml'),
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
    new Kube(new Chart(it, 'c'), 's', 'Secret', { metadata: { name: 's' }, stringData: { A: 'hunter2' } });
    expect(render(it).size).toBe(0);
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

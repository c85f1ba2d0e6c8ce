import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { others, ours, tcp } from '../defaults/network-path-and-known-ends.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { FencedNamespace } from './fenced-namespace.ts';

const SECURITY = { podSecurity: 'restricted', podSecurityVersion: 'v1.36' } as const;

function two() {
  const app = new App();
  const paths = [{ from: others('people', 'edge'), to: ours('watching', 'board'), ports: tcp(3000) }];
  const home = new FencedNamespace(app, { name: 'finance', ...SECURITY, paths });
  const other = new FencedNamespace(app, { name: 'watching', prefix: 'watching-', ...SECURITY, paths });
  return { app, home, other };
}

const claim = (scope: ReturnType<FencedNamespace['part']>, storage: string) =>
  new Kube(scope, 'claim', 'PersistentVolumeClaim', {
    metadata: { name: 'claim' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  });

describe('a fenced namespace', () => {
  it('is not there while nothing is in it', () => {
    const { app, home, other } = two();
    home.part('books', 'app');
    home.limit();
    other.limit();
    const namespaces = objectsIn(app).filter(({ kind }) => kind === 'Namespace');
    expect(namespaces.map(({ metadata }) => metadata.name)).toEqual(['finance']);
  });

  it('has charts of its own, each before what it closes', () => {
    const { app, home, other } = two();
    home.part('books', 'app');
    other.part('board', 'app');
    expect(app.node.children.map(({ node }) => node.id)).toEqual(
      ['namespace', 'quota', 'fence', 'books'].concat([
        'watching-namespace',
        'watching-quota',
        'watching-fence',
        'board',
      ]),
    );
  });

  it('closes each namespace, and opens in each only the ends that are there', () => {
    const { app, home, other } = two();
    home.part('books', 'app');
    other.part('board', 'app');
    const policies = objectsIn(app).filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'finance/deny-all',
      'watching/deny-all',
      'watching/board-from-people',
    ]);
  });

  it('sums up in its quota what is in it, and nothing else', () => {
    const { app, home, other } = two();
    claim(home.part('books', 'app'), '2Gi');
    claim(other.part('board', 'app'), '1Gi');
    home.limit();
    other.limit();
    const quotas = objectsIn(app).filter(({ kind }) => kind === 'ResourceQuota') as unknown as Array<{
      spec: { hard: object };
    }>;
    expect(quotas.map(({ spec }) => spec.hard)).toMatchObject([
      { 'requests.storage': '2Gi' },
      { 'requests.storage': '1Gi' },
    ]);
  });

  it('lets nothing in before its quota and its fence', () => {
    const { app, home, other } = two();
    claim(home.part('books', 'app'), '2Gi');
    claim(other.part('board', 'app'), '1Gi');
    home.limit();
    other.limit();
    const waitsFor = (id: string) =>
      app.node.findChild(id).node.dependencies.map((dependency) => dependency.node.path);
    expect(waitsFor('books')).toEqual(['quota', 'fence']);
    expect(waitsFor('board')).toEqual(['watching-quota', 'watching-fence']);
  });
});

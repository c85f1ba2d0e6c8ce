import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { warningsOf } from '../../settings/warnings.ts';
import { addOnsOf } from '../add-ons/list-wanted-helm-releases.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const ALL = {
  exposure: { kind: 'ingress', host: 'money.example.org', otherHosts: ['finance.example.org'] },
  nodePorts: {
    from: ['198.51.100.0/24'],
    app: { host: '198.51.100.11' },
    grafana: 30030,
    prometheus: 30090,
    jaeger: 30686,
    argoCd: 32012,
  },
  observability: {
    metrics: { kind: 'self-contained' },
    dashboards: { kind: 'grafana' },
    traces: { kind: 'jaeger' },
  },
  addOns: { argoCd: { repository: 'https://charts.example.org/argo' } },
  delivery: { kind: 'argo-cd', repository: 'https://git.example.org/all.git', path: 'all' },
};

describe('ports of the nodes', () => {
  const settings = settingsWith(ALL);
  const objects = objectsIn(platform(settings).app) as readonly Loose[];
  const services = objects.filter(({ kind, spec }) => kind === 'Service' && spec.type === 'NodePort');
  const [argoCd] = addOnsOf(settings);
  const page = (argoCd?.values['extraObjects'] as readonly Loose[])[0] as Loose;

  it('are Services of their own, beside those that pods call', () => {
    expect([...services, page].map(({ metadata, spec }) => [metadata.name, spec.ports[0].nodePort])).toEqual([
      ['web-node-port', 30080],
      ['grafana-node-port', 30030],
      ['prometheus-node-port', 30090],
      ['jaeger-node-port', 30686],
      ['argocd-server-node-port', 32012],
    ]);
    const web = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'web');
    expect(web?.['spec'].type).toBe('ClusterIP');
  });

  it('keep the address of who asks, which the fence goes by', () => {
    for (const { spec } of [...services, page]) expect(spec.externalTrafficPolicy).toBe('Local');
  });

  it('and other names of the app are where its forms may come from', () => {
    const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'web');
    expect(config?.['data']).toMatchObject({
      PUBLIC_URL: 'http://money.example.org',
      OTHER_ORIGINS: 'http://finance.example.org http://198.51.100.11:30080',
    });
  });

  it('are warned about where they show something to whoever is let in', () => {
    const about = (more: object) =>
      warningsOf(settingsWith({ ...ALL, ...more })).filter((text) => text.startsWith('nodePorts'));
    expect(about({})).toEqual([
      'nodePorts.prometheus asks for no password: everybody in 198.51.100.0/24 sees all of it',
      'nodePorts.jaeger asks for no password: everybody in 198.51.100.0/24 sees all of it',
    ]);
    expect(about({ policies: { networkPolicies: false, registries: ['a.example'] } })).toContainEqual(
      expect.stringContaining('open to everybody'),
    );
    expect(about({ nodePorts: {} })).toEqual([]);
  });

  it('let people sign in where the app speaks TLS: over https, by a certificate for the host that they type', () => {
    const tls = { from: 'cert-manager', issuer: { kind: 'own-ca' } };
    const over = (host: string) => {
      const exposure = { ...ALL.exposure, tls, backendTls: true };
      const { app, values } = platform(
        settingsWith({ ...ALL, exposure, nodePorts: { ...ALL.nodePorts, app: { host } } }),
      );
      const holders = values.flatMap(({ made }) => (made.by === 'certificate' ? [made.holder] : []));
      return { all: objectsIn(app) as readonly Loose[], holder: holders.find(({ name }) => name === 'web') };
    };
    const { all, holder } = over('198.51.100.11');
    const named = (kind: string, name: string) =>
      all.find((it) => it['kind'] === kind && it['metadata'].name === name) as Loose;
    expect(named('Service', 'web-node-port')['spec'].ports).toEqual([
      { name: 'https', port: 443, targetPort: 'https', nodePort: 30080 },
    ]);
    expect(named('ConfigMap', 'web')['data'].OTHER_ORIGINS).toContain('https://198.51.100.11:30080');
    expect(holder?.ipAddresses).toEqual(['198.51.100.11']);
    expect(over('one.example.org').holder).toMatchObject({
      dnsNames: expect.arrayContaining(['web', 'one.example.org']),
      ipAddresses: [],
    });
  });

  it('are none unless asked for', () => {
    const plain = objectsIn(platform(settingsWith()).app) as readonly Loose[];
    expect(plain.filter(({ kind, spec }) => kind === 'Service' && spec.type === 'NodePort')).toEqual([]);
  });
});

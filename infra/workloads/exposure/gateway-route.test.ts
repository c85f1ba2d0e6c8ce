import { describe, expect, it } from 'vitest';
import { WEB } from '../defaults/names-and-ports.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Exposed, proxiesBefore } from './exposure.ts';

const host = 'money.example.org';
const synth = (gateway: object, tls?: object) =>
  synthesizeChart((chart) => {
    const { exposure } = settingsWith({ exposure: { kind: 'gateway', host, gateway, ...(tls && { tls }) } });
    new Exposed(chart, 'exposure', { exposure, namespace: 'finance', first: WEB });
  });
const own = { kind: 'own', className: 'traefik', ports: { http: 8000, https: 8443 } };
const given = (listeners: object) => ({ kind: 'given', name: 'edge', namespace: 'infra', listeners });
const toApp = [{ backendRefs: [{ name: 'web', port: 80 }] }];
const toHttps = [
  {
    filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443, statusCode: 301 } }],
  },
];

it('leads all names of the app to it, each by a listener with the certificate', () => {
  const otherHosts = ['finance.example.org'];
  const tls = { from: 'cert-manager', issuer: { kind: 'own-ca' } };
  const { one } = synthesizeChart((chart) => {
    const { exposure } = settingsWith({ exposure: { kind: 'gateway', host, otherHosts, gateway: own, tls } });
    new Exposed(chart, 'exposure', { exposure, namespace: 'finance', first: WEB });
  });
  const listeners = one('Gateway').spec.listeners as Array<{ name: string; hostname: string }>;
  expect(listeners.map(({ name, hostname }) => [name, hostname])).toEqual([
    ['http', host],
    ['https', host],
    ['http-1', 'finance.example.org'],
    ['https-1', 'finance.example.org'],
  ]);
  expect(one('HTTPRoute', 'web').spec).toMatchObject({
    parentRefs: [{ sectionName: 'https' }, { sectionName: 'https-1' }],
    hostnames: [host, 'finance.example.org'],
  });
  expect(one('Certificate', 'web').spec.dnsNames).toEqual([host, 'finance.example.org']);
});

describe('a Gateway of our own', () => {
  it('listens for the host, and takes routes of its namespace only', () => {
    const { one, objects } = synth(own);
    expect(one('Gateway').spec).toEqual({
      gatewayClassName: 'traefik',
      listeners: [
        {
          name: 'http',
          protocol: 'HTTP',
          port: 8000,
          hostname: host,
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
      ],
    });
    expect(one('HTTPRoute').spec).toEqual({
      parentRefs: [{ name: 'web', sectionName: 'http' }],
      hostnames: [host],
      rules: toApp,
    });
    expect(objects).toHaveLength(3);
  });

  it('with a certificate serves the app at https, and leads http there', () => {
    const { one } = synth(own, { from: 'secret', secretName: 'mine' });
    const [, https] = one('Gateway').spec.listeners;
    expect(https).toMatchObject({
      name: 'https',
      port: 8443,
      tls: { mode: 'Terminate', certificateRefs: [{ name: 'mine' }] },
    });
    expect(one('HTTPRoute', 'web').spec).toMatchObject({
      parentRefs: [{ sectionName: 'https' }],
      rules: toApp,
    });
    expect(one('HTTPRoute', 'web-redirect').spec).toMatchObject({
      parentRefs: [{ sectionName: 'http' }],
      rules: toHttps,
    });
  });

  it('shows an authority its proof at the listener for http', () => {
    const { one } = synth(own, { from: 'cert-manager', issuer: { kind: 'own-ca' } });
    expect(one('Gateway').spec.listeners[1].tls.certificateRefs).toEqual([
      { name: one('Certificate', 'web').spec.secretName },
    ]);
  });
});

describe('a Gateway of a cloud', () => {
  const at = (controller: object, more: object = {}) => {
    const gateway = { kind: 'own', className: 'cloud', ...more };
    const { exposure } = settingsWith({ exposure: { kind: 'gateway', host, gateway, controller } });
    const { objects } = synthesizeChart((chart) => {
      new Exposed(chart, 'exposure', { exposure, namespace: 'finance', first: WEB });
    });
    return { objects, proxies: proxiesBefore(exposure) };
  };

  it('is told by us where Google asks for the health of pods, and reports two addresses', () => {
    const { objects, proxies } = at({ kind: 'gke' });
    expect(objects.find(({ kind }) => kind === 'HealthCheckPolicy')?.['spec']).toEqual({
      default: { config: { type: 'HTTP', httpHealthCheck: { port: 8080, requestPath: '/health' } } },
      targetRef: { group: '', kind: 'Service', name: 'web' },
    });
    expect(proxies).toBe(2);
  });

  it('is told by annotations which load balancer of Azure it is', () => {
    const annotations = { 'alb.networking.azure.io/alb-id': '/subscriptions/1' };
    const { objects, proxies } = at({ kind: 'azure', cidrs: ['10.225.0.0/24'] }, { annotations });
    expect(objects.find(({ kind }) => kind === 'Gateway')?.['metadata'].annotations).toEqual(annotations);
    expect(objects.map(({ kind }) => kind)).not.toContain('HealthCheckPolicy');
    expect(proxies).toBe(1);
  });
});

describe('a given Gateway', () => {
  it.each([
    [{ http: 'web' }, { web: 'web' }],
    [{ https: 'secure' }, { web: 'secure' }],
    [
      { http: 'web', https: 'secure' },
      { web: 'secure', 'web-redirect': 'web' },
    ],
  ])('with listeners %j gets %j', (listeners, expected) => {
    const { objects } = synth(given(listeners));
    const routes = objects.filter(({ kind }) => kind === 'HTTPRoute');
    expect(objects.map(({ kind }) => kind)).not.toContain('Gateway');
    const attached = routes.map(({ metadata, spec }) => [metadata.name, spec.parentRefs[0].sectionName]);
    expect(Object.fromEntries(attached)).toEqual(expected);
    for (const { spec } of routes)
      expect(spec.parentRefs[0]).toMatchObject({ name: 'edge', namespace: 'infra' });
  });
});

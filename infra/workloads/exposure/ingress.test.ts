import { describe, expect, it } from 'vitest';
import { WEB } from '../defaults/names-and-ports.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { type Loose, synthesizeChart } from '../testing/synthesize-chart.ts';
import { Exposed } from './exposure.ts';

const host = 'money.example.org';
const alb = { kind: 'alb', cidrs: ['10.0.0.0/16'] };
const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/ab-12';
const synth = (group: Record<string, unknown>) =>
  synthesizeChart((chart) => {
    const { exposure } = settingsWith({ exposure: { kind: 'ingress', host, ...group } });
    new Exposed(chart, 'exposure', { exposure, namespace: 'finance', first: WEB });
  });
const short = ({ metadata }: Loose) =>
  Object.fromEntries(
    Object.entries(metadata.annotations).map(([name, value]) => [name.replace(/^.*\//, ''), value]),
  );

describe('an Ingress', () => {
  it('names its class, host and backend', () => {
    const controller = { kind: 'other', className: 'nginx', namespace: 'edge', podLabels: { app: 'nginx' } };
    const { one } = synth({ controller, annotations: { 'a.b/c': 'd' } });
    expect(one('Service').spec.type).toBe('ClusterIP');
    expect(one('Ingress', 'web').metadata.annotations).toEqual({ 'a.b/c': 'd' });
    expect(one('Ingress', 'web').spec).toEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'web', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
    });
  });

  it('takes what the settings add before what the platform says', () => {
    const annotations = { 'alb.ingress.kubernetes.io/healthcheck-path': '/ready' };
    expect(short(synth({ controller: alb, annotations }).one('Ingress'))['healthcheck-path']).toBe('/ready');
  });
});

it('leads all names of the app to it, with a certificate for each', () => {
  const otherHosts = ['finance.example.org', 'budget.example.org'];
  const { one } = synth({ otherHosts, tls: { from: 'cert-manager', issuer: { kind: 'own-ca' } } });
  const hosts = [host, ...otherHosts];
  for (const name of ['web', 'web-redirect'])
    expect(one('Ingress', name).spec.rules.map((rule: Loose) => rule['host'])).toEqual(hosts);
  expect(one('Ingress', 'web').spec.tls).toEqual([{ hosts, secretName: 'web-tls' }]);
  expect(one('Certificate', 'web').spec.dnsNames).toEqual(hosts);
});

describe('Traefik', () => {
  const tls = { from: 'secret', secretName: 'web-tls' };

  it('is told nothing where there is no certificate', () => {
    const { one, objects } = synth({});
    expect(one('Ingress').metadata).not.toHaveProperty('annotations');
    expect(objects.map(({ kind }) => kind)).toEqual(['Service', 'Ingress']);
  });

  it('ends TLS with the certificate of the settings, and serves the app at https only', () => {
    const ingress = synth({ tls }).one('Ingress', 'web');
    expect(ingress['spec'].tls).toEqual([{ hosts: [host], secretName: 'web-tls' }]);
    expect(short(ingress)).toEqual({ 'router.entrypoints': 'websecure', 'router.tls': 'true' });
  });

  it('leads http to https', () => {
    const { one } = synth({ tls });
    const redirect = one('Ingress', 'web-redirect');
    expect(short(redirect)).toEqual({
      'router.entrypoints': 'web',
      'router.middlewares': 'finance-redirect@kubernetescrd',
    });
    expect(redirect['spec'].tls).toBeUndefined();
    expect(one('Middleware', 'redirect').spec).toEqual({
      redirectScheme: { scheme: 'https', permanent: true },
    });
  });
});

describe('an ALB', () => {
  it('stays inside, sends to pods, and asks those whether they live', () => {
    expect(short(synth({ controller: alb }).one('Ingress'))).toEqual({
      scheme: 'internal',
      'target-type': 'ip',
      'healthcheck-path': '/health',
      'listen-ports': '[{"HTTP":80}]',
    });
  });

  it('ends TLS with a certificate of ACM, and leads http to https', () => {
    const controller = { ...alb, scheme: 'internet-facing' };
    const ingress = synth({ controller, tls: { from: 'acm', certificateArn: arn } }).one('Ingress');
    expect(ingress['spec']).not.toHaveProperty('tls');
    expect(short(ingress)).toMatchObject({
      scheme: 'internet-facing',
      'listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
      'ssl-redirect': '443',
      'certificate-arn': arn,
      'ssl-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });
});

describe('cert-manager', () => {
  const from = (issuer: object) => synth({ tls: { from: 'cert-manager', issuer } });

  it('gets a certificate for the host into the Secret that the Ingress reads', () => {
    const { one } = from({ kind: 'existing', name: 'letsencrypt' });
    expect(one('Certificate').spec).toMatchObject({
      dnsNames: [host],
      secretName: one('Ingress', 'web').spec.tls[0].secretName,
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
    });
  });

  it('asks an authority that looks at the host through the same Ingress class', () => {
    const { one } = synth({
      host: 'money.example.com',
      tls: { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } },
    });
    expect(one('Certificate').spec.issuerRef).toEqual({ kind: 'Issuer', name: 'acme' });
    expect(one('Issuer', 'acme').spec.acme).toMatchObject({
      email: 'a@example.com',
      server: 'https://acme-v02.api.letsencrypt.org/directory',
      solvers: [{ http01: { ingress: { ingressClassName: 'traefik', serviceType: 'ClusterIP' } } }],
    });
  });

  it('is an authority of its own for development, whose certificates outlive none of theirs', () => {
    const { one } = from({ kind: 'own-ca' });
    expect(one('Certificate', 'own-ca').spec).toMatchObject({
      isCA: true,
      issuerRef: { kind: 'Issuer', name: 'self-signed' },
    });
    expect(one('Issuer', 'self-signed').spec).toEqual({ selfSigned: {} });
    expect(one('Issuer', 'own-ca').spec).toEqual({
      ca: { secretName: one('Certificate', 'own-ca').spec.secretName },
    });
    expect(one('Certificate', 'web').spec.issuerRef).toEqual({ kind: 'Issuer', name: 'own-ca' });
  });
});

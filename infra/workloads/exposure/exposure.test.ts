import { describe, expect, it } from 'vitest';
import { WEB } from '../defaults/names-and-ports.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Exposed, type Exposure, publicUrl } from './exposure.ts';

const exposure = (group: Record<string, unknown>): Exposure => settingsWith({ exposure: group }).exposure;
const synth = (group: Record<string, unknown>, databaseNodePort?: number) =>
  synthesizeChart((chart) => {
    new Exposed(chart, 'exposure', {
      exposure: exposure(group),
      namespace: 'finance',
      first: WEB,
      databaseNodePort,
    });
  });

const host = 'money.example.org';
const ingress = { kind: 'ingress', host };
const secret = { from: 'secret', secretName: 'web-tls' };
const acm = { from: 'acm', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/ab-12' };
const given = { kind: 'given', name: 'edge', namespace: 'infra' };
const own = { kind: 'own', className: 'traefik' };

describe('publicUrl', () => {
  it.each([
    [{ kind: 'port-forward' }, 'http://localhost:8080'],
    [{ kind: 'port-forward', localPort: 9000 }, 'http://localhost:9000'],
    [{ kind: 'node-port', host: '10.0.0.5', nodePort: 30080 }, 'http://10.0.0.5:30080'],
    [ingress, 'http://money.example.org'],
    [{ ...ingress, tls: secret }, 'https://money.example.org'],
    [{ kind: 'load-balancer', host: '192.0.2.7' }, 'http://192.0.2.7'],
    [{ kind: 'load-balancer', host, tls: acm }, 'https://money.example.org'],
    [{ kind: 'gateway', host, gateway: own }, 'http://money.example.org'],
    [{ kind: 'gateway', host, gateway: own, tls: secret }, 'https://money.example.org'],
    [{ kind: 'gateway', host, gateway: { ...given, listeners: { http: 'a' } } }, 'http://money.example.org'],
    [
      { kind: 'gateway', host, gateway: { ...given, listeners: { http: 'a', https: 'b' } } },
      'https://money.example.org',
    ],
  ])('of %j is %s', (group, url) => {
    expect(publicUrl(exposure(group))).toBe(url);
  });
});

describe('port-forward', () => {
  it('opens nothing outside of the cluster', () => {
    const { objects, one } = synth({ kind: 'port-forward' });
    expect(objects).toHaveLength(1);
    expect(one('Service', 'web').spec).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
  });
});

describe('node-port', () => {
  it('takes the port of every node that the settings name', () => {
    const { objects, one } = synth({ kind: 'node-port', host: 'node', nodePort: 30123 });
    expect(objects).toHaveLength(1);
    expect(one('Service', 'web').spec).toMatchObject({ type: 'NodePort', ports: [{ nodePort: 30123 }] });
  });

  it('of the database is there only when it is asked for', () => {
    expect(synth({ kind: 'port-forward' }, 30432).one('Service', 'postgres-debug').spec).toEqual({
      type: 'NodePort',
      selector: { 'app.kubernetes.io/name': 'postgres' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 'postgres', nodePort: 30432 }],
    });
  });
});

describe('load-balancer', () => {
  it('keeps the address of who comes, and lets only those in whom the settings name', () => {
    const group = {
      kind: 'load-balancer',
      host,
      sourceRanges: ['198.51.100.0/24'],
      className: 'a.example/lb',
    };
    expect(synth({ ...group, annotations: { a: 'b' } }).one('Service').metadata.annotations).toEqual({
      a: 'b',
    });
    expect(synth(group).one('Service').spec).toEqual({
      type: 'LoadBalancer',
      loadBalancerClass: 'a.example/lb',
      loadBalancerSourceRanges: ['198.51.100.0/24'],
      externalTrafficPolicy: 'Local',
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
  });

  it('listens for nothing but TLS when it has a certificate', () => {
    const { metadata, spec } = synth({ kind: 'load-balancer', host, tls: acm }).one('Service');
    expect(spec.ports).toEqual([{ name: 'https', port: 443, targetPort: 'http' }]);
    expect(metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': acm.certificateArn,
      'service.beta.kubernetes.io/aws-load-balancer-ssl-ports': 'https',
      'service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy':
        'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });
});

it('knows nothing of who applies it', () => {
  expect(JSON.stringify(synth(ingress).objects)).not.toContain('pulumi');
});

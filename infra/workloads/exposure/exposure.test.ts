import { describe, expect, it } from 'vitest';
import { settingsWith } from '../testing/settings.ts';
import { synthesized } from '../testing/synthesized.ts';
import { Exposed, type Exposure, publicUrl } from './exposure.ts';

const exposure = (group: Record<string, unknown>): Exposure => settingsWith({ exposure: group }).exposure;
const synth = (group: Record<string, unknown>) =>
  synthesized((chart) => {
    new Exposed(chart, 'exposure', exposure(group));
  });

const ingress = { kind: 'ingress', host: 'money.example.org' };

describe('publicUrl', () => {
  it.each([
    [{ kind: 'port-forward' }, 'http://localhost:8080'],
    [{ kind: 'port-forward', localPort: 9000 }, 'http://localhost:9000'],
    [{ kind: 'node-port', host: '10.0.0.5', nodePort: 30080 }, 'http://10.0.0.5:30080'],
    [ingress, 'http://money.example.org'],
    [{ ...ingress, tls: { secretName: 'web-tls' } }, 'https://money.example.org'],
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
});

describe('ingress', () => {
  it('names its class, host and backend', () => {
    const { one } = synth({ ...ingress, className: 'alb', annotations: { 'a.b/c': 'd' } });
    expect(one('Service').spec.type).toBe('ClusterIP');
    expect(one('Ingress', 'web').metadata.annotations).toEqual({ 'a.b/c': 'd' });
    expect(one('Ingress', 'web').spec).toEqual({
      ingressClassName: 'alb',
      rules: [
        {
          host: 'money.example.org',
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

  it('ends TLS with the certificate of the settings', () => {
    expect(synth({ ...ingress, tls: { secretName: 'web-tls' } }).one('Ingress').spec.tls).toEqual([
      { hosts: ['money.example.org'], secretName: 'web-tls' },
    ]);
  });

  it('knows nothing of who applies it', () => {
    expect(JSON.stringify(synth(ingress).objects)).not.toContain('pulumi');
  });
});

import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const HOST = { host: 'money.example.org', backendTls: true };
const INGRESS = { kind: 'ingress', ...HOST };
const GATEWAY = { kind: 'gateway', ...HOST, gateway: { kind: 'own', className: 'traefik' } };

function synth(exposure: object, more: object = {}) {
  const objects = objectsIn(platform(settingsWith({ exposure, ...more })).app);
  const one = (kind: string, name = 'web'): Loose => {
    const found = objects.find((it) => it.kind === kind && it.metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found as Loose;
  };
  return { objects, one };
}
const portOf = (ingress: Loose) => ingress['spec'].rules[0].http.paths[0].backend.service.port;

describe('requests that are encrypted up to the app', () => {
  it('go to a port of their own, while who has not moved yet is served at the other', () => {
    const { one, objects } = synth(INGRESS);
    expect(one('Service')['spec'].ports).toEqual([
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'https', port: 443, targetPort: 'https' },
    ]);
    const { containers, volumes } = one('Deployment')['spec'].template.spec;
    expect(containers[0].ports).toContainEqual({ name: 'https', containerPort: 8443 });
    expect(volumes.at(-1).secret).toMatchObject({ secretName: 'web-tls', defaultMode: 0o440 });
    expect(one('ConfigMap')['data']).toMatchObject({
      TLS_PORT: '8443',
      TLS_KEY_FILE: '/etc/web-tls/tls.key',
    });
    expect(portOf(one('Ingress'))).toEqual({ name: 'https' });
    const { ingress } = one('NetworkPolicy', 'web-from-controller')['spec'];
    expect(ingress[0].ports.map(({ port }: Loose) => port)).toEqual([8080, 8443]);
    expect(findingsBeyondDev(objects)).toEqual([]);
  });

  it('are verified by Traefik, by name and authority', () => {
    const { one } = synth(INGRESS);
    expect(one('ServersTransport')['spec']).toEqual({
      serverName: 'web',
      rootCAs: [{ secret: 'platform-ca' }],
    });
    expect(one('Service')['metadata'].annotations).toEqual({
      'traefik.ingress.kubernetes.io/service.serverstransport': 'finance-web@kubernetescrd',
    });
  });

  it('are verified by a Gateway before anything is sent there', () => {
    const { one } = synth(GATEWAY);
    expect(one('BackendTLSPolicy')['spec']).toEqual({
      targetRefs: [{ group: '', kind: 'Service', name: 'web', sectionName: 'https' }],
      validation: {
        hostname: 'web',
        caCertificateRefs: [{ group: '', kind: 'Secret', name: 'platform-ca' }],
      },
    });
    expect(one('HTTPRoute')['spec'].rules[0].backendRefs).toEqual([{ name: 'web', port: 443 }]);
  });

  it('are encrypted by an ALB, which verifies nothing', () => {
    const { one } = synth({ ...INGRESS, controller: { kind: 'alb', cidrs: ['10.0.0.0/16'] } });
    expect(one('Ingress')['metadata'].annotations).toMatchObject({
      'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS',
      'alb.ingress.kubernetes.io/healthcheck-protocol': 'HTTPS',
    });
  });

  it('are told to another controller by annotations alone', () => {
    const controller = { kind: 'other', className: 'own', namespace: 'own', podLabels: { app: 'own' } };
    const { one, objects } = synth({ ...INGRESS, controller });
    expect(portOf(one('Ingress'))).toEqual({ name: 'https' });
    expect(one('Service')['metadata'].annotations).toBeUndefined();
    expect(objects.filter(({ kind }) => kind === 'ServersTransport')).toEqual([]);
  });

  it('are so between the frontend and the app, too', () => {
    const { one } = synth(INGRESS, { frontend: { enabled: true } });
    expect(one('ServersTransport', 'frontend')['spec'].serverName).toBe('frontend');
    const { ingress } = one('NetworkPolicy', 'web-from-frontend')['spec'];
    expect(ingress[0].ports.map(({ port }: Loose) => port)).toContain(8443);
  });

  it('are not unless the settings say so', () => {
    const { one, objects } = synth({ ...INGRESS, backendTls: false });
    expect(one('Service')['spec'].ports).toHaveLength(1);
    expect(portOf(one('Ingress'))).toEqual({ name: 'http' });
    expect(objects.filter(({ metadata }) => metadata.name === 'web-tls')).toEqual([]);
  });
});

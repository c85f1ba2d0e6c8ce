import { describe, expect, it } from 'vitest';
import { frontendVariableNames } from '../../../app/frontend/read-proxy-config-from-environment.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const synth = (groups: Record<string, unknown> = {}) => {
  const objects = objectsIn(platform(settingsWith({ frontend: { enabled: true }, ...groups })).app);
  const one = (kind: string, name = 'frontend'): Loose => {
    const found = objects.filter((it) => it.kind === kind && it.metadata.name === name);
    if (found.length !== 1) throw new Error(`${found.length} times ${kind} ${name}`);
    return found[0] as Loose;
  };
  return { objects: objects as readonly KubeObject[], one };
};
const ingress = { kind: 'ingress', host: 'money.example.org' };
const alb = { ...ingress, controller: { kind: 'alb', cidrs: ['10.0.0.0/16'] } };

describe('the frontend', () => {
  const { objects, one } = synth({ exposure: ingress });
  const pod = one('Deployment')['spec'].template.spec;
  const [server] = pod.containers;

  it('is not there unless the settings ask for it', () => {
    const without = objectsIn(platform(settingsWith({ exposure: ingress })).app);
    expect(without.filter(({ metadata }) => metadata.name.includes('frontend'))).toEqual([]);
    expect(findingsBeyondDev(objects)).toEqual([]);
  });

  it("verifies the app, and shows its own certificate, where people's requests stay encrypted", () => {
    const found = synth({ exposure: { ...ingress, backendTls: true } });
    const { containers, volumes } = found.one('Deployment')['spec'].template.spec;
    const { data } = found.one('ConfigMap') as Loose;
    expect(data).toMatchObject({ UPSTREAM: 'https://web', UPSTREAM_CA_FILE: '/etc/app-ca/ca.crt' });
    const secrets = volumes.flatMap(({ secret }: Loose) => (secret ? [secret.secretName] : []));
    expect(secrets).toEqual(['platform-ca', 'frontend-tls']);
    expect(containers[0].ports).toContainEqual({ name: 'https', containerPort: 8443 });
    expect(findingsBeyondDev(found.objects)).toEqual([]);
  });

  it('is told exactly what it reads, and no secret', () => {
    const encrypted = synth({ exposure: { ...ingress, backendTls: true } }).one('ConfigMap')['data'];
    expect(Object.keys(encrypted).toSorted()).toEqual(frontendVariableNames.toSorted());
    expect(frontendVariableNames).toEqual(expect.arrayContaining(Object.keys(one('ConfigMap')['data'])));
    expect(server.envFrom).toEqual([{ configMapRef: { name: 'frontend' } }]);
    expect(JSON.stringify(pod)).not.toContain('secret');
  });

  it('stands between people and the app', () => {
    expect(one('Ingress', 'web')['spec'].rules[0].http.paths[0].backend.service.name).toBe('frontend');
    expect(one('ConfigMap')['data'].UPSTREAM).toBe(`http://${one('Service', 'web').metadata.name}`);
  });

  it.each([
    [{ kind: 'port-forward' }, '0', '1'],
    [{ kind: 'node-port', host: 'node' }, '0', '1'],
    [{ kind: 'load-balancer', host: 'money.example.org' }, '0', '1'],
    [ingress, '1', '2'],
  ])('and the app each know how many proxies stand before them with %j', (exposure, first, second) => {
    const { one } = synth({ exposure });
    expect(one('ConfigMap', 'frontend')['data'].TRUSTED_PROXIES).toBe(first);
    expect(one('ConfigMap', 'web')['data'].TRUSTED_PROXIES).toBe(second);
  });

  it('is what a port of a node leads to, and the app is not', () => {
    const { one } = synth({ exposure: { kind: 'node-port', host: 'node' } });
    expect(one('Service', 'frontend')['spec']).toMatchObject({
      type: 'NodePort',
      ports: [{ nodePort: 30080 }],
    });
    expect(one('Service', 'web')['spec'].type).toBe('ClusterIP');
  });

  it('answers probes and the health checks of an ALB itself', () => {
    expect(server.livenessProbe.httpGet.path).toBe('/frontend/health');
    expect(server.readinessProbe.httpGet.path).toBe('/frontend/ready');
    const { annotations } = synth({ exposure: alb }).one('Ingress', 'web').metadata;
    expect(annotations['alb.ingress.kubernetes.io/healthcheck-path']).toBe('/frontend/health');
  });

  it('scales from 2 to 5 by CPU, and lets one pod go at a time', () => {
    const { spec } = one('HorizontalPodAutoscaler');
    expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 5 });
    expect(spec.metrics).toEqual([
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ]);
    expect(one('PodDisruptionBudget')['spec'].maxUnavailable).toBe(1);
  });

  it('is replaced without losing a request', () => {
    expect(one('Deployment')['spec'].strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(server.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(pod.terminationGracePeriodSeconds).toBe(30);
  });
});

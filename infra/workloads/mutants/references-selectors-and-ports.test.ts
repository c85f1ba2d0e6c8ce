import { describe, expect, it } from 'vitest';
import { findingsAfter, remove } from '../testing/added-findings.ts';

describe('referenced finds', () => {
  it.each([
    [
      'ConfigMap',
      'redis',
      ['Deployment finance/redis: spec.template.spec.volumes[0].configMap names ConfigMap redis'],
    ],
    [
      'Secret',
      'session',
      ['Deployment finance/web: spec.template.spec.containers[0].envFrom[2].secretRef names Secret session'],
    ],
    [
      'ServiceAccount',
      'web',
      ['Deployment finance/web: spec.template.spec.serviceAccountName names ServiceAccount web'],
    ],
    [
      'PersistentVolumeClaim',
      'backups',
      ['backup', 'restore-drill', 'restore'].map(
        (name) =>
          `CronJob finance/${name}: spec.jobTemplate.spec.template.spec.volumes[2].persistentVolumeClaim names PersistentVolumeClaim backups`,
      ),
    ],
    ['Service', 'postgres', ['StatefulSet finance/postgres: spec.serviceName names Service postgres']],
  ])('a %s %s that is not there', (kind, name, expected) => {
    const found = findingsAfter('dev', (_get, objects) => remove(objects, kind, name));
    // The checksum of a removed ConfigMap is wrong as well.
    const exact = found.filter((line) => !line.startsWith('configChecksums'));
    expect(exact).toEqual(expected.map((line) => `referenced: ${line}, which is not there`));
  });

  it('a Secret that has another key', () => {
    const found = findingsAfter('dev', (get) => {
      get('Secret', 'redis')['stringData'] = { PASSWORD: '' };
    });
    expect(found).toEqual(
      ['redis', 'redis-exporter'].map(
        (name) =>
          `referenced: Deployment finance/${name}: spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef names the key REDIS_PASSWORD of Secret redis, which is not there`,
      ),
    );
  });

  it('an autoscaler of nothing', () => {
    const found = findingsAfter('dev', (get) => {
      get('HorizontalPodAutoscaler', 'web')['spec'].scaleTargetRef.name = 'wep';
    });
    expect(found).toContain(
      'referenced: HorizontalPodAutoscaler finance/web: spec.scaleTargetRef names Deployment wep, which is not there',
    );
  });
});

describe('selectors finds', () => {
  it('a Service whose pods have another label', () => {
    const found = findingsAfter('dev', (get) => {
      get('Service', 'redis')['spec'].selector = { 'app.kubernetes.io/name': 'cache' };
    });
    expect(found).toEqual([
      'selectors: Service finance/redis: its selector matches no pod',
      'servicePorts: Service finance/redis: no container behind it has the port redis',
    ]);
  });

  it('a Service that takes the pods of two workloads', () => {
    const found = findingsAfter('dev', (get) => {
      get('Service', 'redis')['spec'].selector = { 'app.kubernetes.io/part-of': 'finance-platform' };
    });
    expect(found).toContainEqual(
      expect.stringMatching(
        /^selectors: Service finance\/redis: its selector matches the pods of StatefulSet postgres and Deployment redis and/,
      ),
    );
  });

  it.each(['PodDisruptionBudget', 'NetworkPolicy'])('a %s for pods that are not there', (kind) => {
    const found = findingsAfter('prod', (get) => {
      const { spec } = get(kind, 'web');
      (kind === 'NetworkPolicy' ? spec.podSelector : spec.selector).matchLabels = { app: 'web' };
    });
    const expected = new RegExp(`^selectors: ${kind} finance/web.*: its selector matches no pod$`);
    expect(found).toContainEqual(expect.stringMatching(expected));
  });
});

describe('workloadSelectors finds', () => {
  it('a workload that does not know its own pods', () => {
    const found = findingsAfter('dev', (get) => {
      get('StatefulSet', 'postgres')['spec'].selector.matchLabels = { app: 'postgres' };
    });
    expect(found).toEqual([
      'workloadSelectors: StatefulSet finance/postgres: its selector does not match its own pods',
    ]);
  });

  it('a workload that takes the pods of another', () => {
    const found = findingsAfter('dev', (get) => {
      get('Deployment', 'redis')['spec'].selector.matchLabels = {
        'app.kubernetes.io/part-of': 'finance-platform',
      };
    });
    const others = found.map((line) => /its selector matches the pods of (.*) too$/.exec(line)?.[1]);
    expect(others).toEqual(
      expect.arrayContaining(['StatefulSet postgres', 'Deployment web', 'CronJob backup']),
    );
    expect(others).not.toContain('Deployment redis');
    expect(others).not.toContain(undefined);
  });
});

describe('servicePorts finds', () => {
  it.each([
    ['a name that no container uses', 'htttp'],
    ['a number that no container uses', 8081],
  ])('%s', (_what, targetPort) => {
    const found = findingsAfter('dev', (get) => {
      get('Service', 'web')['spec'].ports[0].targetPort = targetPort;
    });
    expect(found).toEqual([
      `servicePorts: Service finance/web: no container behind it has the port ${targetPort}`,
    ]);
  });
});

describe('ingressPorts finds', () => {
  it('a backend at a port that the Service does not have', () => {
    const found = findingsAfter('prod', (get) => {
      get('Ingress', 'web')['spec'].rules[0].http.paths[0].backend.service.port = { number: 8080 };
    });
    expect(found).toEqual(['ingressPorts: Ingress finance/web: Service web has no port 8080']);
  });
});

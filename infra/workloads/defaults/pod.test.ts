import { describe, expect, it } from 'vitest';
import { probe, type RestrictedPod, restrictedPod, scratch } from './pod.ts';

const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { cpu: '1m', memory: '1Mi' } };
const container = { name: 'app', image: 'app:1', resources };
const pod = (more: Partial<RestrictedPod> = {}) =>
  restrictedPod({ name: 'web', user: 1000, graceSeconds: 30, containers: [container], ...more });

describe('restrictedPod', () => {
  it('runs as its user, in a seccomp profile, and owns its volumes without walking through them', () => {
    expect(pod().spec?.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it('restricts containers and init containers alike', () => {
    const { spec } = pod({ initContainers: [{ ...container, name: 'first' }] });
    for (const { securityContext, imagePullPolicy } of [
      ...(spec?.containers ?? []),
      ...(spec?.initContainers ?? []),
    ]) {
      expect(imagePullPolicy).toBe('IfNotPresent');
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
    expect(spec?.initContainers).toHaveLength(1);
  });

  it('may fill its scratch volumes and keep some logs, but not the disk of the node', () => {
    const volumes = [scratch('tmp', '64Mi'), scratch('more', '1Gi'), scratch('shm', '2Gi', 'memory')];
    const [bounded] = pod({ volumes }).spec?.containers ?? [];
    expect(bounded?.resources?.limits).toEqual({
      ...container.resources.limits,
      'ephemeral-storage': '1152Mi', // 64 for logs
    });
    expect(bounded?.resources?.requests).toHaveProperty('ephemeral-storage');
  });

  it('cannot be told otherwise by a container', () => {
    const loose = { ...container, securityContext: { privileged: true }, imagePullPolicy: 'Always' };
    const [made] = pod({ containers: [loose] }).spec?.containers ?? [];
    expect(made?.securityContext).not.toHaveProperty('privileged');
    expect(made?.imagePullPolicy).toBe('IfNotPresent');
  });

  it('has its own account, no token, and no variables of other Services', () => {
    expect(pod().spec).toMatchObject({
      serviceAccountName: 'web',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 30,
      restartPolicy: 'Always',
    });
  });

  it('spreads over zones and nodes where it is asked to, without refusing to start', () => {
    expect(pod().spec).not.toHaveProperty('topologySpreadConstraints');
    const constraints = pod({ spread: true }).spec?.topologySpreadConstraints ?? [];
    expect(constraints.map(({ topologyKey }) => topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    for (const constraint of constraints) {
      expect(constraint).toMatchObject({
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        matchLabelKeys: ['pod-template-hash'],
      });
    }
  });
});

it('scratch volumes have a limit, on disk or in memory', () => {
  expect(scratch('tmp', '64Mi')).toEqual({ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } });
  expect(scratch('shm', '64Mi', 'memory').emptyDir).toEqual({ sizeLimit: '64Mi', medium: 'Memory' });
});

it('a probe states every figure', () => {
  expect(probe({ httpGet: { path: '/', port: 'http' } }, { every: 5, failures: 2, timeout: 3 })).toEqual({
    httpGet: { path: '/', port: 'http' },
    periodSeconds: 5,
    failureThreshold: 2,
    timeoutSeconds: 3,
  });
});

import { expect, it } from 'vitest';
import { storedPod } from './pod-with-api-defaults.ts';

/* That it is what an API server stores is tested in infra/e2e/permissions/platform-access.test.ts. */

const resources = { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: '1000m', memory: '1.5Gi' } };
const filledIn = {
  terminationMessagePath: '/dev/termination-log',
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '1536Mi' } },
};

it('has what the API server fills in, and spells quantities as it does', () => {
  const pod = {
    serviceAccountName: 'backup',
    containers: [
      {
        name: 'dump',
        env: [
          { name: 'EMPTY', value: '' },
          { name: 'A', value: 'b' },
        ],
        resources,
      },
    ],
    volumes: [
      { name: 'scripts', configMap: { name: 'scripts' } },
      { name: 'authority', secret: { secretName: 'ca', defaultMode: 256 } },
      { name: 'tmp', emptyDir: { sizeLimit: '2048Ki' } },
      { name: 'run', emptyDir: {} },
      { name: 'dumps', persistentVolumeClaim: { claimName: 'dumps' } },
    ],
  };
  expect(storedPod(pod)).toEqual({
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    serviceAccountName: 'backup',
    serviceAccount: 'backup',
    containers: [{ name: 'dump', env: [{ name: 'EMPTY' }, { name: 'A', value: 'b' }], ...filledIn }],
    volumes: [
      { name: 'scripts', configMap: { name: 'scripts', defaultMode: 420 } },
      { name: 'authority', secret: { secretName: 'ca', defaultMode: 256 } },
      { name: 'tmp', emptyDir: { sizeLimit: '2Mi' } },
      { name: 'run', emptyDir: {} },
      { name: 'dumps', persistentVolumeClaim: { claimName: 'dumps' } },
    ],
  });
});

it('does the same for steps that run first, and leaves what is said otherwise', () => {
  const steps = [{ name: 'restore', resources, terminationMessagePath: '/said' }];
  const pod = storedPod({ dnsPolicy: 'None', initContainers: steps, containers: [], volumes: [] });
  expect(pod).toMatchObject({
    dnsPolicy: 'None',
    initContainers: [{ name: 'restore', ...filledIn, terminationMessagePath: '/said' }],
  });
});

import { describe, expect, it } from 'vitest';
import { findingsAfter } from '../testing/added-findings.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

/** Findings after `breakIt` changed the pod of a workload, or its first container or init container. */
function afterBreaking(
  kind: string,
  name: string,
  breakIt: (pod: Loose, container: Loose, init: Loose) => void,
) {
  return findingsAfter('dev', (get) => {
    const pod = get(kind, name)['spec'].template.spec;
    breakIt(pod, pod.containers[0], pod.initContainers?.[0]);
  });
}

describe('podSecurity finds', () => {
  it.each<[string, (pod: Loose, container: Loose, init: Loose) => void, string[]]>([
    [
      'the network of the node',
      (pod) => Object.assign(pod, { hostNetwork: true }),
      ['shares something with its node'],
    ],
    [
      'a directory of the node',
      (pod) => pod['volumes'].push({ name: 'host', hostPath: { path: '/' } }) && mount(pod, 'host'),
      ['volume host is a hostPath'],
    ],
    [
      'a pod that may be root',
      (pod) => Object.assign(pod['securityContext'], { runAsNonRoot: false }),
      ['web: may run as root', 'wait-for-database: may run as root'].toReversed(),
    ],
    [
      'a container that is root',
      (_pod, web) => Object.assign(web['securityContext'], { runAsUser: 0 }),
      ['web: runs as root, or as whoever the image says'],
    ],
    [
      'privilege',
      (_pod, web) => Object.assign(web['securityContext'], { privileged: true }),
      ['web: is privileged'],
    ],
    [
      'escalation',
      (_pod, web) => delete web['securityContext'].allowPrivilegeEscalation,
      ['web: may gain privileges'],
    ],
    [
      'a root file system that can be written',
      (_pod, web) => Object.assign(web['securityContext'], { readOnlyRootFilesystem: false }),
      ['web: may write to its root file system'],
    ],
    [
      'capabilities',
      (_pod, web) => Object.assign(web['securityContext'], { capabilities: { drop: ['NET_RAW'] } }),
      ['web: keeps capabilities'],
    ],
    [
      'an added capability',
      (_pod, web) => Object.assign(web['securityContext'].capabilities, { add: ['SYS_ADMIN'] }),
      ['web: adds capabilities'],
    ],
    [
      'no seccomp profile',
      (_pod, web) => Object.assign(web['securityContext'], { seccompProfile: { type: 'Unconfined' } }),
      ['web: has no seccomp profile'],
    ],
    [
      'a port of the node',
      (_pod, web) => Object.assign(web['ports'][0], { hostPort: 80 }),
      ['web: takes a port of its node'],
    ],
    [
      'the same in an init container',
      (_pod, _web, wait) => Object.assign(wait['securityContext'], { privileged: true }),
      ['wait-for-database: is privileged'],
    ],
  ])('%s', (_what, breakIt, problems) => {
    expect(afterBreaking('Deployment', 'web', breakIt)).toEqual(
      problems.map((problem) => `podSecurity: Deployment finance/web: ${problem}`),
    );
  });
});

function mount(pod: Loose, name: string): void {
  pod['containers'][0].volumeMounts.push({ name, mountPath: '/host' });
}

describe('resources finds', () => {
  it('a container without a limit', () => {
    const found = afterBreaking(
      'Deployment',
      'redis',
      (_pod, redis) => delete redis['resources'].limits.memory,
    );
    expect(found).toEqual(['resources: Deployment finance/redis: redis does not state its memory']);
  });

  it('an init container without anything', () => {
    const found = afterBreaking('Deployment', 'web', (_pod, _web, wait) => delete wait['resources']);
    expect(found).toEqual([
      'resources: Deployment finance/web: wait-for-database does not state its cpu',
      'resources: Deployment finance/web: wait-for-database does not state its memory',
    ]);
  });

  it('a request above the limit', () => {
    const found = afterBreaking('Deployment', 'redis', (_pod, redis) => {
      redis['resources'].requests.cpu = '2';
    });
    expect(found).toEqual(['resources: Deployment finance/redis: redis requests more cpu than it may use']);
  });
});

describe('probes finds', () => {
  it.each(['startupProbe', 'livenessProbe', 'readinessProbe'])('a missing %s', (kind) => {
    const found = afterBreaking('StatefulSet', 'postgres', (_pod, postgres) => delete postgres[kind]);
    expect(found).toEqual([`probes: StatefulSet finance/postgres: postgres has no ${kind}`]);
  });
});

describe('probePorts finds', () => {
  it('a probe that asks where nobody listens', () => {
    const found = afterBreaking('Deployment', 'web', (_pod, web) => {
      web['readinessProbe'].httpGet.port = 'https';
    });
    expect(found).toEqual([
      'probePorts: Deployment finance/web: a probe of web asks at port https, which it does not have',
    ]);
  });
});

describe('images finds', () => {
  it.each([
    'postgres',
    'postgres:latest',
    'registry.local:5000/postgres',
  ])('the image %s, which is not pinned', (image) => {
    const found = afterBreaking('StatefulSet', 'postgres', (_pod, postgres) =>
      Object.assign(postgres, { image }),
    );
    expect(found).toEqual([
      `images: StatefulSet finance/postgres: postgres runs an image that is not pinned: ${image}`,
    ]);
  });

  it.each([
    'postgres:18.1',
    'postgres@sha256:abc',
    'registry.local:5000/a/postgres:18',
  ])('nothing wrong with %s', (image) => {
    expect(
      afterBreaking('StatefulSet', 'postgres', (_pod, postgres) => Object.assign(postgres, { image })),
    ).toEqual([]);
  });

  it('an image that is pulled at every start', () => {
    const found = afterBreaking('Job', 'migrate', (_pod, migrate) =>
      Object.assign(migrate, { imagePullPolicy: 'Always' }),
    );
    expect(found).toEqual([
      expect.stringMatching(/^images: Job finance\/migrate-\w+: migrate does not say IfNotPresent$/),
    ]);
  });
});

describe('accounts finds', () => {
  it('a pod that mounts a token', () => {
    const found = afterBreaking('Deployment', 'web', (pod) => delete pod['automountServiceAccountToken']);
    expect(found).toEqual(['accounts: Deployment finance/web: mounts a token of the API']);
  });

  it('an account that hands one out', () => {
    const found = findingsAfter(
      'dev',
      (get) => delete get('ServiceAccount', 'web')['automountServiceAccountToken'],
    );
    expect(found).toEqual(['accounts: ServiceAccount finance/web: lets pods mount its token']);
  });

  it('two workloads with one account, and one without', () => {
    const shared = afterBreaking('Deployment', 'redis', (pod) =>
      Object.assign(pod, { serviceAccountName: 'web' }),
    );
    expect(shared).toEqual([
      'accounts: Deployment finance/redis: has no service account of its own',
      'accounts: Deployment finance/web: has no service account of its own',
    ]);
    const none = afterBreaking('Deployment', 'redis', (pod) => delete pod['serviceAccountName']);
    expect(none).toEqual(['accounts: Deployment finance/redis: has no service account of its own']);
  });
});

import { describe, expect, it } from 'vitest';
import { allowed, type Endpoint, type Target } from '../../manifests/network.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { STACKS } from '../../synth/command-line.ts';
import { objectsIn } from '../house/objects-in.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings.ts';
import { objectsOf } from '../testing/stacks.ts';
import type { Loose } from '../testing/synthesized.ts';

const named = (name: string, namespace = 'finance'): Endpoint => ({
  namespace,
  labels: { 'app.kubernetes.io/name': name },
});

/** Who may want to talk: our pods, pods that only look like ours, what is beside us, and what is outside. */
const ENDS: Readonly<Record<string, Endpoint>> = {
  web: named('web'),
  migrate: named('migrate'),
  postgres: named('postgres'),
  redis: named('redis'),
  stranger: { namespace: 'finance', labels: {} },
  traefik: named('traefik', 'kube-system'),
  dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  neighbour: { namespace: 'kube-system', labels: { 'k8s-app': 'metrics-server' } },
  scraper: named('prometheus', 'monitoring'),
  impostor: named('web', 'default'),
  falseDns: { namespace: 'default', labels: { 'k8s-app': 'kube-dns' } },
  falseTraefik: named('traefik', 'default'),
  internet: { address: '93.184.216.34' },
  metadata: { address: '169.254.169.254' },
  node: { address: '10.44.0.1' },
  office: { address: '192.168.1.10' },
};

const TARGETS: readonly Target[] = [
  ...[8080, 9464, 5432, 6379, 53, 443, 6443, 587, 22].map((port) => ({ port, protocol: 'TCP' }) as const),
  { port: 53, protocol: 'UDP' },
  { port: 5432, protocol: 'UDP' },
];

/** Every open path of which one end is ours, out of all pairs at all ports: `web → postgres 5432/TCP`. */
function openPaths(objects: readonly KubeObject[]): readonly string[] {
  const ours = (end: Endpoint) => 'namespace' in end && end.namespace === 'finance';
  const paths: string[] = [];
  for (const [from, start] of Object.entries(ENDS)) {
    for (const [to, end] of Object.entries(ENDS)) {
      if (from === to || !(ours(start) || ours(end))) continue;
      for (const target of TARGETS) {
        if (allowed(objects, start, end, target))
          paths.push(`${from} → ${to} ${target.port}/${target.protocol}`);
      }
    }
  }
  return paths.toSorted();
}

/** Policies of a path between two of our own pods. */
const INSIDE_POLICY = /^(web|migrate)-to-(postgres|redis)$|^(postgres|redis)-from-/;

const INSIDE = [
  'migrate → dns 53/TCP',
  'migrate → dns 53/UDP',
  'migrate → postgres 5432/TCP',
  'web → dns 53/TCP',
  'web → dns 53/UDP',
  'web → postgres 5432/TCP',
  'web → redis 6379/TCP',
];

const withSettings = (groups: Record<string, unknown>) => objectsIn(platform(settingsWith(groups)).app);

describe('the open paths, and no others,', () => {
  it.each(STACKS)('of the %s stack', (stack) => {
    expect(openPaths(objectsOf(stack))).toEqual(
      [...INSIDE, 'scraper → web 9464/TCP', 'traefik → web 8080/TCP'].toSorted(),
    );
  });

  it('with a forwarded port: it comes from inside the pod', () => {
    const settings = { exposure: { kind: 'port-forward' }, observability: { metrics: false } };
    expect(openPaths(withSettings(settings))).toEqual(INSIDE);
  });

  it('with a port on every node: from anywhere, to the app only', () => {
    const settings = { exposure: { kind: 'node-port', host: 'node' }, observability: { metrics: false } };
    const anywhere = Object.keys(ENDS)
      .filter((end) => !['web', 'migrate', 'postgres', 'redis', 'stranger'].includes(end))
      .map((end) => `${end} → web 8080/TCP`);
    expect(openPaths(withSettings(settings))).toEqual([...INSIDE, ...anywhere].toSorted());
  });

  it('with mail: to its port on the internet, never to the metadata service or a private address', () => {
    const settings = {
      mail: { host: 'smtp.example.org', from: 'money@example.org' },
      secrets: { smtpUser: 'a', smtpPassword: 'b' },
      observability: { metrics: false },
    };
    expect(openPaths(withSettings(settings))).toEqual([...INSIDE, 'web → internet 587/TCP'].toSorted());
  });
});

describe('a mutant of the fence changes the paths:', () => {
  const policies = objectsOf('prod').filter(({ kind }) => kind === 'NetworkPolicy');

  it.each(policies.map(({ metadata }) => metadata.name))('without %s', (name) => {
    const left = policies.filter(({ metadata }) => metadata.name !== name);
    expect(openPaths(left)).not.toEqual(openPaths(policies));
  });

  it.each(
    policies.map(({ metadata }) => metadata.name).filter((name) => name !== 'deny-all'),
  )('%s without its ports, or for anybody', (name) => {
    for (const field of ['ports', 'peers']) {
      // Inside the namespace the other end's policy still holds the port; the next mutant breaks both.
      if (field === 'ports' && INSIDE_POLICY.test(name)) continue;
      const broken = structuredClone(policies) as unknown as Loose[];
      const { ingress, egress } = broken.find(({ metadata }) => metadata.name === name)?.['spec'] ?? {};
      const [rule] = ingress ?? egress;
      if (field === 'ports') delete rule.ports;
      else delete rule[ingress ? 'from' : 'to'];
      const widened = openPaths(broken as unknown as KubeObject[]);
      expect(widened.length, field).toBeGreaterThan(openPaths(policies).length);
    }
  });

  it('both ends of a path inside without their ports', () => {
    const broken = structuredClone(policies) as unknown as Loose[];
    for (const { metadata, spec } of broken) {
      if (/^web-to-redis$|^redis-from-web$/.test(metadata.name))
        delete (spec.ingress ?? spec.egress)[0].ports;
    }
    expect(openPaths(broken as unknown as KubeObject[])).toContain('web → redis 22/TCP');
  });

  it('the peer of DNS split in two entries', () => {
    const broken = structuredClone(policies) as unknown as Loose[];
    const rule = broken.find(({ metadata }) => metadata.name === 'web-to-dns')?.['spec'].egress[0];
    rule.to = [{ namespaceSelector: rule.to[0].namespaceSelector }, { podSelector: rule.to[0].podSelector }];
    expect(openPaths(broken as unknown as KubeObject[])).toContain('web → neighbour 53/UDP');
  });
});

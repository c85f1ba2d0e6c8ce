import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { ofKind } from '../../manifests/objects-of-kind.ts';
import { addOns as GROUP } from '../../settings/groups/add-ons.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { End, Path } from '../defaults/network-path-and-known-ends.ts';
import { addOnPods } from '../testing/add-on-pods.ts';
import { networkEndpoints, targetsOf } from '../testing/endpoints-and-ports-to-try.ts';
import { openPaths } from '../testing/open-connections.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { pathsOf } from './network-paths.ts';
import { cluster, mail, noMetrics, objectsFor } from './testing/expected-paths.ts';

const EVERY_ADD_ON = Object.fromEntries(
  Object.keys(GROUP.entries).map((name) => [name, { repository: 'https://charts.example.org/them' }]),
);

/** Argo CD is of use with this alone. */
const delivered = {
  delivery: { kind: 'argo-cd', repository: 'https://git.example.org/all.git', path: 'all' },
};

/** Denials of add-ons in which other policies select every pod for both directions; those may become fewer. */
const IMPLIED = ['kube-system/deny-all-add-ons', 'longhorn-system/deny-all', 'prometheus-operator/deny-all'];

describe.each([
  ['of the prod stack', readStackFile('prod')],
  ['with mail', settingsWith(mail)],
  ['with CloudNativePG', settingsWith(cluster)],
  ['with add-ons', settingsWith({ ...noMetrics, ...delivered, addOns: EVERY_ADD_ON })],
])('a mutant of the fence %s changes the paths:', (_what, settings) => {
  const objects = objectsFor(settings).filter(({ kind }) => /^(Namespace|NetworkPolicy)$/.test(kind));
  const made = addOnPods(settings);
  const [ends, targets] = [networkEndpoints(objectsFor(settings), made), targetsOf(objects)];
  const before = new Set(openPaths(objects, ends, targets));
  const isWider = (broken: readonly KubeObject[]) => {
    for (const path of openPaths(broken, ends, targets)) if (!before.has(path)) return true;
    return false;
  };

  const policies = ofKind(objects, 'NetworkPolicy').map(nameOf);
  it.each(policies.filter((name) => !IMPLIED.includes(name)))('without %s', (name) => {
    const after = [
      ...openPaths(
        objects.filter((object) => nameOf(object) !== name),
        ends,
        targets,
      ),
    ];
    expect(after.toSorted()).not.toEqual([...before].toSorted());
  });

  const paths = pathsOf(settings).map((path) => [`${path.from.name} → ${path.to.name}`, path] as const);
  // Pods of Longhorn reach each other at every port anyway.
  it.each(paths.filter(([, { ports }]) => ports.length > 0))('%s without its ports', (_name, path) => {
    expect(isWider(without('ports', policiesOf(path), objects))).toBe(true);
  });

  it.each(paths)('%s for anybody, at either end', (_name, path) => {
    for (const policy of policiesOf(path).filter((name) => policies.includes(name)))
      expect(isWider(without('peers', [policy], objects)), policy).toBe(true);
  });
});

it('the peer of DNS split in two entries lets pods to its neighbours', () => {
  const broken = structuredClone(objectsFor(settingsWith()));
  const rule = ofKind(broken, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'web-to-dns')?.spec
    .egress?.[0] as {
    to: object[];
  };
  rule.to = Object.entries(rule.to[0] ?? {}).map(([selector, value]) => ({ [selector]: value }));
  expect([...openPaths(broken)]).toContain('web → neighbour 53/UDP');
});

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Names of the policies that open a path at its ends of ours. */
function policiesOf({ from, to }: Path): readonly string[] {
  const at = (end: End, name: string) => ('ours' in end && end.ours ? [`${end.namespace}/${name}`] : []);
  return [...at(from, `${from.name}-to-${to.name}`), ...at(to, `${to.name}-from-${from.name}`)];
}

/** The objects, with the ports or the peers removed from the rules of some policies. */
function without(
  what: 'ports' | 'peers',
  names: readonly string[],
  objects: readonly KubeObject[],
): readonly KubeObject[] {
  const broken = structuredClone(objects);
  for (const policy of ofKind(broken, 'NetworkPolicy').filter((object) => names.includes(nameOf(object)))) {
    const { ingress = [], egress = [] } = policy.spec;
    for (const rule of [...ingress, ...egress] as Record<string, unknown>[])
      for (const field of what === 'ports' ? ['ports'] : ['from', 'to']) delete rule[field];
  }
  return broken;
}

import { networkOf } from '../../manifests/evaluate-network-policies.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { networkEndpoints, targetsOf } from './endpoints-and-ports-to-try.ts';

/** Yields every open path with at least one end of ours, out of all pairs and ports: `web → postgres 5432/TCP`. */
export function* openPaths(
  objects: readonly KubeObject[],
  { ours: named, all, namespaces } = networkEndpoints(objects),
  targets = targetsOf(objects),
): Generator<string> {
  const open = networkOf(objects);
  const ends = Object.entries(all);
  // Some pods of ours are in a namespace of the cluster, which no object of ours makes.
  const fenced = new Set(
    objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.namespace),
  );
  const ours = new Set(
    ends
      .filter(
        ([name, end]) =>
          'namespace' in end &&
          (namespaces.includes(end.namespace) || (name in named && fenced.has(end.namespace))),
      )
      .map(([name]) => name),
  );
  for (const [from, start] of ends) {
    for (const [to, end] of ends) {
      if (from === to || !(ours.has(from) || ours.has(to))) continue;
      for (const target of targets) {
        if (open(start, end, target)) yield `${from} → ${to} ${target.port}/${target.protocol}`;
      }
    }
  }
}

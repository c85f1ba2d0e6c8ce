import type { Settings } from '../../settings/schema.ts';
import { OF_THE_CLUSTER } from '../../settings/third-party-and-add-on-namespace-rules.ts';
import {
  DNS,
  DNS_PORTS,
  type End,
  type Path,
  type Pods,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { ADD_ON_NEEDS, type AddOnName, TO_API_SERVER } from './pod-security-and-paths-by-add-on.ts';

/** A namespace of add-ons, or the part of one that an add-on shares with pods of the cluster. */
export interface AddOnNamespace {
  readonly name: string;
  /** Loosest of the levels that its add-ons need; undefined where the namespace is the cluster's own. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged' | undefined;
  /** Pods that are closed; empty: all of them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Namespaces of the add-ons that the settings install, sorted by name. */
export function addOnNamespaces(settings: Settings): readonly AddOnNamespace[] {
  const byName = Map.groupBy(wanted(settings), ({ namespace }) => namespace);
  return [...byName]
    .map(([name, addOns]) => {
      if (OF_THE_CLUSTER.includes(name))
        return { name, podSecurity: undefined, labels: addOns[0]?.needs.labels ?? {} };
      const levels = addOns.map(({ needs }) => needs.podSecurity(settings));
      const podSecurity = LEVELS.find((level) => levels.includes(level)) ?? 'restricted';
      return { name, podSecurity, labels: {} };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/** Open paths of the add-ons that the settings install. */
export function addOnPaths(settings: Settings): readonly Path[] {
  const all = wanted(settings).flatMap(({ namespace, needs, connectsTo }): readonly Path[] => {
    const pods = (value?: string, label = 'name'): Pods =>
      value === undefined
        ? { name: 'pods', namespace, labels: needs.labels ?? {}, ours: true }
        : { name: value, namespace, labels: { [`app.kubernetes.io/${label}`]: value }, ours: true };
    return [
      { from: pods(), to: DNS, ports: DNS_PORTS },
      { from: pods(), ...TO_API_SERVER },
      ...connectsTo.map(({ range, port }) => ({
        from: pods(),
        to: { name: `port-${port}-of-${range.replace(/[./]/g, '-')}`, cidrs: [range] },
        ports: tcp(port),
      })),
      ...(needs.paths?.(pods, settings) ?? []),
    ];
  });
  // Add-ons may share a namespace, and then some paths.
  return [...new Map(all.map((path) => [nameOf(path), path])).values()];
}

/** Marks the ends that are in the namespaces of add-ons as ours: their fences need the path as well. */
export function atBothEnds(paths: readonly Path[], settings: Settings): readonly Path[] {
  const closed = addOnNamespaces(settings)
    .filter(({ podSecurity }) => podSecurity !== undefined)
    .map(({ name }) => name);
  const marked = <E extends End>(end: E): E =>
    'ours' in end && !end.ours && closed.includes(end.namespace) ? { ...end, ours: true } : end;
  return paths.map((path) => ({ ...path, from: marked(path.from), to: marked(path.to) }));
}

function wanted({ addOns }: Settings) {
  return (Object.keys(ADD_ON_NEEDS) as AddOnName[]).flatMap((name) => {
    const { namespace, connectsTo } = addOns[name] ?? {};
    return namespace === undefined || connectsTo === undefined
      ? []
      : [{ namespace, connectsTo, needs: ADD_ON_NEEDS[name] }];
  });
}

function nameOf({ from, to }: Path): string {
  return JSON.stringify([from, to].map((end) => ('labels' in end ? [end.namespace, end.name] : end.name)));
}

import type { Place, PlatformMap } from './build-map-of-workloads-and-network-paths.ts';

/** Formats the map as a Mermaid flow chart, which GitHub renders. */
export function toMermaid({ places, links }: PlatformMap): string {
  const ids = new Map(places.map(({ id }, index) => [id, `p${index}`]));
  const lines = ['flowchart LR'];
  for (const place of places.filter(({ namespace }) => namespace === undefined))
    lines.push(`  ${node(place, ids)}`);
  for (const namespace of namespacesOf(places)) {
    lines.push(`  subgraph ${namespace}`);
    for (const place of places.filter((it) => it.namespace === namespace))
      lines.push(`    ${node(place, ids)}`);
    lines.push('  end');
  }
  for (const { from, to, label, kind } of links) {
    const arrow = kind === 'data' ? '-.-' : '-->';
    lines.push(`  ${ids.get(from)} ${arrow}${label === '' ? '' : `|${label}|`} ${ids.get(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Returns the namespaces of the map, in order of appearance. */
function namespacesOf(places: readonly Place[]): readonly string[] {
  return [...new Set(places.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])))];
}

const SHAPES = { pods: ['[', ']'], data: ['[(', ')]'], others: ['[', ']'], people: ['([', '])'] } as const;

function node({ id, name, detail, kind }: Place, ids: ReadonlyMap<string, string>): string {
  const [open, close] = SHAPES[kind];
  return `${ids.get(id)}${open}"${name}<br/><small>${detail}</small>"${close}`;
}

/** A dependency and its reason: a path in the manifest, or `declared` for a construct dependency. */
export interface Edge {
  readonly to: string;
  readonly because: string;
}

/**
 * Sorts items topologically: each follows everything it has an edge to. Independent items keep their order.
 *
 * @throws Error that shows the path of a cycle.
 */
export function inOrder<T extends { readonly name: string }>(
  items: readonly T[],
  edges: (name: string) => readonly Edge[],
): readonly T[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const done = new Set<T>();
  const trail: Edge[] = [];

  const visit = (edge: Edge): void => {
    const item = byName.get(edge.to);
    if (item === undefined || done.has(item)) return;
    const start = trail.findIndex(({ to }) => to === edge.to);
    if (start >= 0) throw new Error(`dependency cycle: ${path([...trail.slice(start), edge])}`);
    trail.push(edge);
    for (const next of edges(edge.to)) visit(next);
    trail.pop();
    done.add(item);
  };
  for (const { name } of items) visit({ to: name, because: '' });
  return [...done];
}

function path([first, ...rest]: readonly Edge[]): string {
  return [first?.to, ...rest.map(({ to, because }) => `${to} (${because})`)].join(' → ');
}

import type { IConstruct } from 'constructs';

/** A dependency and its reason: a path in the manifest, or `declared` for a construct dependency. */
export interface Edge {
  readonly to: string;
  readonly because: string;
}

/**
 * Dependencies that constructs declare, as pairs of names: each object below the source waits for each object below the
 * target.
 */
export function* declaredEdges(
  app: IConstruct,
  nameOf: ReadonlyMap<IConstruct, string>,
): Generator<readonly [from: string, to: string]> {
  const below = (construct: IConstruct) =>
    new Set(construct.node.findAll().flatMap((child) => nameOf.get(child) ?? []));
  for (const source of app.node.findAll()) {
    for (const target of source.node.dependencies) {
      const sources = below(source);
      const targets = below(target);
      for (const from of sources) {
        for (const to of targets) {
          // If one construct contains the other, the objects that both contain would wait for themselves.
          if (!(targets.has(from) && sources.has(to))) yield [from, to];
        }
      }
    }
  }
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

import type { IConstruct } from 'constructs';

/** What has to be there first, and why: a path in the manifest, or `declared` for a construct dependency. */
export interface Edge {
  readonly to: string;
  readonly because: string;
}

/**
 * The dependencies that constructs declare, as pairs of names: each object below the one
 * waits for each object below the other.
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
          // Where one contains the other, the part that both hold would wait for itself.
          if (!(targets.has(from) && sources.has(to))) yield [from, to];
        }
      }
    }
  }
}

/**
 * Puts items in an order in which each one follows everything it has an edge to.
 * Items that do not depend on each other keep the order they came in.
 *
 * @throws Error that shows the path when there is a cycle.
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

import type { IConstruct } from 'constructs';

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

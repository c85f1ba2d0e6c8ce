import type { KubeObject } from '../manifests/object.ts';
import { finder, references } from '../manifests/references.ts';
import { withErrorContext } from './error-context.ts';

/** An object of the app under the name it has in the plan. */
export interface Named {
  readonly name: string;
  readonly manifest: KubeObject;
}

/** A reference from one object of the app to another. */
export interface Link {
  readonly to: Named;
  /** Path of the reference in the manifest, for example `spec.scaleTargetRef`. */
  readonly path: string;
}

/** References of each object to the others; objects outside the app are taken to exist. */
export function referenceEdges(objects: readonly Named[]): (name: string) => readonly Link[] {
  for (const object of objects) withErrorContext(object, () => finder([object.manifest]));
  const find = finder(objects.map(({ manifest }) => manifest));
  const byManifest = new Map(objects.map((object) => [object.manifest, object]));
  const links = new Map(
    objects.map((object) => {
      const all = withErrorContext(object, () => [...linksOf(object.manifest)]);
      return [object.name, all.filter(({ to }) => to !== object)];
    }),
  );
  return (name) => links.get(name) ?? [];

  function* linksOf(manifest: KubeObject): Generator<Link> {
    for (const reference of references(manifest)) {
      const target = find(reference);
      const to = target && byManifest.get(target);
      if (to) yield { to, path: reference.path };
    }
  }
}

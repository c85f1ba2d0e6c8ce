import type { KubeObject } from '../manifests/object.ts';
import { finder, references } from '../manifests/references.ts';
import { about } from './about.ts';

/** An object of the app under the name it has in the plan. */
export interface Named {
  readonly name: string;
  readonly manifest: KubeObject;
}

/** A reference from one object of the app to another. */
export interface Link {
  readonly to: Named;
  /** Where in the manifest it stands, for example `spec.scaleTargetRef`. */
  readonly path: string;
}

/** What each object refers to among the others; what is outside the app is taken to be there. */
export function linksBetween(objects: readonly Named[]): (name: string) => readonly Link[] {
  for (const object of objects) about(object, () => finder([object.manifest]));
  const find = finder(objects.map(({ manifest }) => manifest));
  const byManifest = new Map(objects.map((object) => [object.manifest, object]));
  const links = new Map(
    objects.map((object) => {
      const all = about(object, () => [...linksOf(object.manifest)]);
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

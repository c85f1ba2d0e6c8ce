import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';
import { PROGRAMS, PUBLISHED } from './groups/third-party-images.ts';
import { namesRegistry, repositoryOf } from './parse-image-name.ts';

type Named = Pick<Groups, 'images' | 'web'>;

/**
 * True when neither an image's name nor a mirror gives a registry: a node that lacks it asks Docker Hub, where the name
 * belongs to whoever registers it first. Images of known publishers do not count, as those own their names.
 */
export function isAnybodys(image: string, { images: { registry } }: Pick<Groups, 'images'>): boolean {
  return registry === undefined && !namesRegistry(image) && !PUBLISHED.includes(repositoryOf(image));
}

/** Advice for such an image, where every node has to pull it. */
export const REGISTRY_NEEDED =
  'name its registry, such as registry.example.com/acme/web:1.4.2, because nodes of EKS would take it from Docker Hub, where anybody may have that name';

export function noneOfAnybodyOnEks() {
  return PATHS.map((path) =>
    crossCheck<Groups>(
      [path, 'images.registry', 'cluster.provider'],
      (all) => all.cluster.provider !== 'eks' || !isAnybodys(imageAt(path, all), all),
      `must ${REGISTRY_NEEDED}`,
    ),
  );
}

/**
 * Refuses ports and capitals in names behind a mirror: the mirror comes first, and only the first part of a name may have
 * them.
 */
export function noneUnnamedByMirror() {
  return PATHS.map((path) =>
    crossCheck<Groups>(
      [path, 'images.registry'],
      (all) => all.images.registry === undefined || /^[^:A-Z]*(?::[^/]*)?$/.test(imageAt(path, all)),
      'must have no port and no capitals before its tag, because images.registry comes before it; leave its registry out',
    ),
  );
}

/** Warnings of images that name no registry, one each. */
export function anybodysImages(settings: Named): readonly string[] {
  return PATHS.filter((path) => isAnybodys(imageAt(path, settings), settings)).map(
    (path) =>
      `${path} names no registry: ${imageAt(path, settings)} has to be on every node, because one that lacks it asks Docker Hub, where anybody may have that name`,
  );
}

type Path = 'web.image' | `images.${(typeof PROGRAMS)[number]}`;
const PATHS: readonly Path[] = ['web.image', ...PROGRAMS.map((name) => `images.${name}` as const)];

function imageAt(path: Path, { images, web }: Named): string {
  const name = path.replace('images.', '') as (typeof PROGRAMS)[number];
  return path === 'web.image' ? web.image : images[name];
}

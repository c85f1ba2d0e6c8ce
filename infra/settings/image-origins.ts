import { agree } from './agree.ts';
import { PROGRAMS, PUBLISHED } from './groups/images.ts';
import { namesRegistry, repositoryOf } from './image-name.ts';
import type { Groups } from './schema.ts';

type Named = Pick<Groups, 'images' | 'web'>;

/**
 * Whether an image is anybody's: neither its name nor a mirror says a registry, so that a node which lacks it asks Docker
 * Hub, where a name is theirs who took it first. The images of known publishers are theirs already.
 */
export function isAnybodys(image: string, { images: { registry } }: Pick<Groups, 'images'>): boolean {
  return registry === undefined && !namesRegistry(image) && !PUBLISHED.includes(repositoryOf(image));
}

/** What an image of anybody's needs where no node has it before it is pulled. */
export const REGISTRY_NEEDED =
  'name its registry, such as registry.example.com/acme/web:1.4.2, because nodes of EKS would take it from Docker Hub, where anybody may have that name';

export function noneOfAnybodyOnEks() {
  return PATHS.map((path) =>
    agree<Groups>(
      [path, 'images.registry', 'cluster.provider'],
      (all) => all.cluster.provider !== 'eks' || !isAnybodys(imageAt(path, all), all),
      `must ${REGISTRY_NEEDED}`,
    ),
  );
}

/** A mirror stands before the whole name, and only the first part of a name may have a port or capitals. */
export function noneUnnamedByMirror() {
  return PATHS.map((path) =>
    agree<Groups>(
      [path, 'images.registry'],
      (all) => all.images.registry === undefined || /^[^:A-Z]*(?::[^/]*)?$/.test(imageAt(path, all)),
      'must have no port and no capitals before its tag, because images.registry comes before it; leave its registry out',
    ),
  );
}

/** A warning for each image of anybody's. */
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

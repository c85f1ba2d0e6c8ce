import type { Settings } from '../../settings/schema.ts';

/** Images of the platform by the program in them. */
export type Images = Readonly<Record<'web' | Exclude<keyof Settings['images'], 'registry'>, string>>;

/** Returns the images, each prefixed with the registry of the settings if there is one. */
export function imagesOf({ images, web }: Pick<Settings, 'images' | 'web'>): Images {
  const { registry, ...named } = images;
  const from = (image: string) => (registry === undefined ? image : `${registry}/${image}`);
  const all = Object.entries({ web: web.image, ...named }).map(([name, image]) => [name, from(image)]);
  return Object.fromEntries(all) as Images;
}

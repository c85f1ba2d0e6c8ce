import type { Settings } from '../../settings/schema.ts';

/** The images of the platform by the program in them. */
export type Images = Readonly<Record<'web' | Exclude<keyof Settings['images'], 'registry'>, string>>;

/** Where each image comes from: the registry named by the settings is put before every one of them. */
export function imagesOf({ images, web }: Pick<Settings, 'images' | 'web'>): Images {
  const { registry, ...named } = images;
  const from = (image: string) => (registry === undefined ? image : `${registry}/${image}`);
  const all = Object.entries({ web: web.image, ...named }).map(([name, image]) => [name, from(image)]);
  return Object.fromEntries(all) as Images;
}

import type { Settings } from '../../settings/schema.ts';

export interface Images {
  readonly web: string;
  readonly postgres: string;
  readonly redis: string;
  readonly rclone: string;
}

/** Where each image comes from: the registry named by the settings is put before every one of them. */
export function imagesOf({ images, web }: Pick<Settings, 'images' | 'web'>): Images {
  const from = (image: string) => (images.registry === undefined ? image : `${images.registry}/${image}`);
  return {
    web: from(web.image),
    postgres: from(images.postgres),
    redis: from(images.redis),
    rclone: from(images.rclone),
  };
}

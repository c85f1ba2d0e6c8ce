import { tagOf } from '../../settings/parse-image-name.ts';

/** Variable that tells the app its version: the tag of its image. One that is deployed by digest alone knows its own. */
export function appVersion(image: string): { readonly APP_VERSION?: string } {
  const tag = tagOf(image);
  return tag === undefined ? {} : { APP_VERSION: tag };
}

import * as pulumi from '@pulumi/pulumi';
import { formerOutputs } from '../bridge/data/former.ts';
import type { Settings } from '../settings/schema.ts';

/** An image that a release brought, and that no stack file has. */
export interface ReleasedImage {
  readonly image: string;
  /** What the stack file said then: once it says something else, that is what runs. */
  readonly over: string;
}

/** In the environment of a release: the image that it brings. */
export const RELEASE_IMAGE = 'RELEASE_IMAGE';

/**
 * The settings with the image that is to run: a release sets none in a file, and every later `up`, from whatever checkout,
 * keeps what it brought.
 */
export async function withImage(
  settings: Settings,
): Promise<{ readonly settings: Settings; readonly released: ReleasedImage | undefined }> {
  const former = pulumi.runtime.hasEngine() ? (await formerOutputs())['released'] : undefined;
  const asked = process.env[RELEASE_IMAGE];
  const released = releasedImage(settings.web.image, asked, former as ReleasedImage | undefined);
  if (!released) return { settings, released };
  return { settings: { ...settings, web: { ...settings.web, image: released.image } }, released };
}

/**
 * @param set what the stack file says
 * @param asked what a release brings at this moment
 * @param former what the stack was left with
 */
export function releasedImage(
  set: string,
  asked: string | undefined,
  former: ReleasedImage | undefined,
): ReleasedImage | undefined {
  const image = asked ?? (former?.over === set ? former.image : undefined);
  return image === undefined || image === set ? undefined : { image, over: set };
}

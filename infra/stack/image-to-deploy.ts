import * as pulumi from '@pulumi/pulumi';
import { formerOutputs } from '../bridge/read-state-before-run.ts';
import type { Settings } from '../settings/schema.ts';

/** An image that a release deployed without writing it to the stack file. */
export interface ReleasedImage {
  readonly image: string;
  /** Image in the stack file at that time: once the file names another one, that one runs. */
  readonly over: string;
}

/** Environment variable of a release: the image to deploy. */
export const RELEASE_IMAGE = 'RELEASE_IMAGE';

/**
 * The settings with the image to run: a release writes it to no file, and every later `up`, from whatever checkout, keeps
 * it.
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
 * Chooses the released image, if one is to run instead of the stack file's.
 *
 * @param set image in the stack file
 * @param asked image of the release under way
 * @param former image that the last run left behind
 */
export function releasedImage(
  set: string,
  asked: string | undefined,
  former: ReleasedImage | undefined,
): ReleasedImage | undefined {
  const image = asked ?? (former?.over === set ? former.image : undefined);
  return image === undefined || image === set ? undefined : { image, over: set };
}

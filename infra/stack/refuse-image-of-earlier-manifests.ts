import * as pulumi from '@pulumi/pulumi';
import { formerOutputs } from '../bridge/read-state-before-run.ts';

/**
 * Version of the contract between the manifests and the app's image: the files that they start in it, and the roles that
 * these sign in as. Raised when they need something that earlier images lack, which can then only run with the manifests of
 * their own checkout.
 *
 * 2: a worker, and the role `finance_web`.
 */
export const IMAGE_GENERATION = 2;

/** Outputs of a stack that record the generation of its images. */
export interface GenerationOutputs {
  /** {@link IMAGE_GENERATION} of the program that deployed the image; absent for generation 1. */
  readonly imageGeneration: number;
  /** Images, by digest, that programs of earlier generations deployed. */
  readonly earlierImages?: readonly string[];
}

/** Outputs that a program of any generation left behind. */
export type FormerGeneration = Partial<GenerationOutputs> & { readonly image?: string };

/**
 * Refuses an image that ran with the manifests of an earlier generation, before anything is touched.
 *
 * @returns the outputs that the stack is to keep
 * @throws pulumi.RunError that says how to get that image back
 */
export async function requireImageGeneration(image: string): Promise<GenerationOutputs> {
  const former: FormerGeneration = pulumi.runtime.hasEngine() ? await formerOutputs() : {};
  const earlierImages = imagesBefore(former);
  if (earlierImages.includes(image))
    throw new pulumi.RunError(`nothing was touched: ${isEarlier(image, pulumi.getStack())}`);
  return { imageGeneration: IMAGE_GENERATION, ...(earlierImages.length > 0 && { earlierImages }) };
}

/** All images known to be of an earlier generation. Only digests count: a tag may have been rebuilt since. */
export function imagesBefore(former: FormerGeneration): readonly string[] {
  const { image, earlierImages = [] } = former;
  const ended = image?.includes('@') && isOfBefore(former) ? [image] : [];
  return [...new Set([...earlierImages, ...ended])];
}

/** True when a program of an earlier generation deployed the running image. */
export function isOfBefore({ image, imageGeneration = 1 }: FormerGeneration): boolean {
  return image !== undefined && imageGeneration < IMAGE_GENERATION;
}

/** Message that an image is of an earlier generation, and how to get it back. */
export function isEarlier(image: string, stack: string): string {
  return (
    `${image} is of a release before these manifests, which start what it lacks. ` +
    `It comes back by \`npm run up -- --stack ${stack}\` in the checkout of its own release`
  );
}

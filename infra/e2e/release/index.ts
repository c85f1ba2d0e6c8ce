import { requireImageGeneration } from '../../stack/image-generation.ts';
import { stackSettings } from '../../stack/stack-settings.ts';
import { withImage } from '../../stack/web-image.ts';

/** Pulumi program with the part of `infra/index.ts` that decides which image runs, and nothing that needs a cluster. */
const { settings, released } = await withImage(stackSettings());

export default {
  image: settings.web.image,
  ...(await requireImageGeneration(settings.web.image)),
  ...(released !== undefined && { released }),
};

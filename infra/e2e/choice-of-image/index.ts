import { withImage } from '../../stack/image-to-deploy.ts';
import { stackSettings } from '../../stack/read-settings-from-pulumi-config.ts';
import { requireImageGeneration } from '../../stack/refuse-image-of-earlier-manifests.ts';

/** Pulumi program with the part of `infra/index.ts` that decides which image runs, and nothing that needs a cluster. */
const { settings, released } = await withImage(stackSettings());

export default {
  image: settings.web.image,
  ...(await requireImageGeneration(settings.web.image)),
  ...(released !== undefined && { released }),
};

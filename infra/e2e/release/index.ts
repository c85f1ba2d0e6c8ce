import { stackSettings } from '../../stack/settings.ts';
import { withImage } from '../../stack/web-image.ts';

/** What of the platform's program decides which image runs, and nothing that needs a cluster. */
const { settings, released } = await withImage(stackSettings());

export default { image: settings.web.image, ...(released !== undefined && { released }) };

import { inject } from 'vitest';

/** Why tests that need Redis are skipped, for `describe.skipIf(noRedis)(`the cache of a book${noRedis}`, …)`; `''` where it runs. */
export const noRedis = inject('redis') === null ? ' (skipped: there is no redis-server)' : '';

/** Why tests in a browser are skipped; `''` where one starts. */
export const noBrowser = inject('browser') === null ? ' (skipped: there is no Chromium that starts)' : '';

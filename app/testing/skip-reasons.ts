import { inject } from 'vitest';

/**
 * Reason to skip tests that need Redis, for `describe.skipIf(noRedis)(`the cache of a book${noRedis}`, …)`; `''` when
 * it runs.
 */
export const noRedis = inject('redis') === null ? ' (skipped: there is no redis-server)' : '';

/** Reason to skip browser tests; `''` when a browser starts. */
export const noBrowser = inject('browser') === null ? ' (skipped: there is no Chromium that starts)' : '';

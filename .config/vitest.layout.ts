import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/** Looks at every page in two fonts and five widths. */
export default defineConfig({
  test: {
    root,
    include: ['app/testing/layout/all-pages.test.ts'],
    globalSetup: ['app/testing/services.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});

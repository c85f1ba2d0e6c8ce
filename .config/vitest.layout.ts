import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/** Layout tests: every page in two fonts and five widths. */
export default defineConfig({
  test: {
    root,
    include: ['app/testing/layout/no-faults-in-any-font-or-width.test.ts'],
    globalSetup: ['app/testing/global-services.ts'],
    setupFiles: ['app/testing/clean-up-after-every-test-file.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
  },
});

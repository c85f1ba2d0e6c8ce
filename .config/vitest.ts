import { defineConfig } from 'vitest/config';

/** Unit, store and browser tests; those against a real cluster are in vitest.e2e.ts. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['app/**/*.test.ts', 'infra/**/*.test.ts'],
    exclude: ['infra/e2e/**', 'node_modules/**'],
    globalSetup: ['app/testing/services.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: '.local/results/unit.json' }]]
      : ['default'],
  },
});

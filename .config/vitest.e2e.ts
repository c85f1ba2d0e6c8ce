import { defineConfig } from 'vitest/config';

/** Tests that deploy to the cluster of KUBECONFIG. One file after the other: they share the cluster. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['infra/e2e/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: process.env['CI']
      ? ['verbose', ['json', { outputFile: '.local/results/e2e.json' }]]
      : ['verbose'],
  },
});

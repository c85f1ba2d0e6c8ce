import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const timeouts = { testTimeout: 300_000, hookTimeout: 300_000 };

/** A machine that dies takes pods of every test with it, but for tests that have no pod. */
const WHILE_NODES_STOP = ['platform-failover', 'k3s', 'release'].map((name) => `infra/e2e/${name}.test.ts`);

/** Tests that deploy to the cluster of KUBECONFIG, each into namespaces of its own: they mostly wait, so three at a time. */
export default defineConfig({
  test: {
    root,
    projects: [
      {
        test: {
          name: 'side by side',
          root,
          include: ['infra/e2e/**/*.test.ts'],
          exclude: WHILE_NODES_STOP,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'while nodes stop',
          root,
          include: WHILE_NODES_STOP,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
    ],
    pool: 'forks',
    reporters: process.env['CI']
      ? ['verbose', ['json', { outputFile: '.local/results/e2e.json' }]]
      : ['verbose'],
  },
});

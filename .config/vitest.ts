import { defineConfig } from 'vitest/config';

/** Limits that only a hanging test reaches: a busy machine is slow, and no test asserts a duration. */
const timeouts = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000 } } };
const root = new URL('..', import.meta.url).pathname;
// The processes that tests start load the same modules hundreds of times. Coverage is wrong of what comes from a cache.
if (!process.argv.includes('--coverage')) process.env['NODE_COMPILE_CACHE'] ??= `${root}.local/compile-cache`;
/** Tests of the platform that want Postgres, too. */
const WITH_STORES = [
  'infra/local/**/*.test.ts',
  'infra/release/**/*.test.ts',
  'infra/workloads/backup/list-and-check-uploaded-receipts-scripts.test.ts',
];
const exclude = [
  'infra/e2e/**',
  'app/testing/layout/no-faults-in-any-font-or-width.test.ts',
  'node_modules/**',
];

/** Unit, store and browser tests. Tests on a real cluster are in vitest.e2e.ts, those of all pages in vitest.layout.ts. */
export default defineConfig({
  test: {
    root,
    projects: [
      // A project of its own, so that manifest tests alone do not wait for Postgres and Redis to start.
      {
        test: {
          name: 'infra',
          root,
          include: ['infra/**/*.test.ts'],
          exclude: [...exclude, ...WITH_STORES],
          isolate: false, // files of one process share what they load, which takes longer than most tests
          ...timeouts,
        },
      },
      {
        test: {
          name: 'app',
          root,
          include: ['app/**/*.test.ts', ...WITH_STORES],
          exclude,
          globalSetup: ['app/testing/global-services.ts'],
          setupFiles: ['app/testing/clean-up-after-every-test-file.ts'],
          isolate: false,
          ...timeouts,
        },
      },
    ],
    pool: 'forks',
    maxWorkers: '150%', // tests wait for stores and browsers half of the time
    // Used by `npm run coverage`. Files that no test loads count too, as not covered.
    coverage: {
      include: ['app/**/*.ts', 'infra/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**', 'infra/e2e/**', 'infra/bench/**'],
      reporter: ['text-summary', 'html', 'lcov'],
      reportsDirectory: '.local/coverage',
      // A floor, a point or two under what the tests reach: raise it when they reach more.
      thresholds: {
        'app/**/*.ts': { statements: 94, branches: 87, functions: 96, lines: 95 },
        'infra/**/*.ts': { statements: 83, branches: 82, functions: 87, lines: 84 },
      },
    },
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: '.local/results/unit.json' }]]
      : ['default'],
  },
});

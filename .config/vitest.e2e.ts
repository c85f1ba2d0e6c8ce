import { defineConfig } from 'vitest/config';

/** Suites that each commit is held to: one stack of each kind, one after the other, which a slow machine does in time. */
const CI = tests('bridge', 'platform-deploy', 'platform-fence');

/**
 * Suites with a command of their own, since they take long and want the machine to themselves: `npm run drills` breaks what
 * watches, backs up and serves on purpose or changes it under load, `npm run upgrade` brings a release to the next one under load,
 * `npm run lab` brings up a lab with all that can be had, and a platform that Argo CD delivers.
 */
const APART = {
  drills: tests(
    'platform-metrics',
    'platform-backup',
    'platform-receipts',
    'platform-failover',
    'platform-setting-and-secret-changes',
    'platform-resilience',
  ),
  upgrade: tests('platform-upgrade'),
  lab: tests('platform-lab', 'platform-argo-cd'),
};
const sets = { ci: CI, ...APART };
const only = process.env['E2E_ONLY'] as keyof typeof sets | undefined;

/** Tests that deploy to the cluster of KUBECONFIG, each into namespaces of its own: they mostly wait, so two at a time. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: only ? sets[only] : ['infra/e2e/**/*.test.ts'],
    exclude: only ? [] : Object.values(APART).flat(),
    maxWorkers: only ? 1 : 2, // a third suite starves the pods of the others on two cores
    testTimeout: 900_000, // what hangs is told by the platform long before
    hookTimeout: 900_000,
    pool: 'forks',
    reporters: process.env['CI']
      ? ['verbose', ['json', { outputFile: '.local/results/e2e.json' }]]
      : ['verbose'],
  },
});

function tests(...names: readonly string[]): string[] {
  return names.map((name) => `infra/e2e/*/${name}.test.ts`);
}

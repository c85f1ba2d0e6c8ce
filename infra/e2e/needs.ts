import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const PULUMI_HOME = process.env['PULUMI_HOME'] ?? join(homedir(), '.pulumi');

/** Version of Pulumi's command that the packages here belong to. */
export const PULUMI_VERSION = devDependencies['pulumi'] ?? '';

/**
 * Declares a suite that deploys to the cluster of KUBECONFIG; where it cannot, it is skipped and its title says why.
 *
 * @param lacking a reason of the suite's own to skip it; undefined when there is none
 */
export function describeDeployed(title: string, tests: () => void, lacking?: string): void {
  const reasons = [...whatIsLacking(), ...(lacking === undefined ? [] : [lacking])];
  if (reasons.length === 0) describe(title, tests);
  else describe.skip(`${title} (skipped: ${reasons.join('; ')})`, tests);
}

/** Reason why there is no cluster that answers; undefined when there is one. */
export function whyNoCluster(): string | undefined {
  const reason = [...whatIsLackingOfCluster()].join('; ');
  if (reason !== '') return reason;
  const answers = spawnSync('kubectl', ['version', '--request-timeout=5s']).status === 0;
  return answers ? undefined : 'the cluster of KUBECONFIG does not answer';
}

/** End of the time that CI gives to suites, in milliseconds since 1970: on a slow machine those after it are skipped. */
const UNTIL = Number(process.env['E2E_UNTIL'] ?? Number.POSITIVE_INFINITY);

function* whatIsLackingOfCluster(): Generator<string> {
  if (Date.now() > UNTIL) yield 'the time of this run was over';
  const { KUBECONFIG } = process.env;
  if (KUBECONFIG === undefined) yield 'KUBECONFIG names no cluster';
  else if (!KUBECONFIG.split(delimiter).some((file) => existsSync(file)))
    yield `KUBECONFIG names ${KUBECONFIG}, not found`;
  if (spawnSync('kubectl', ['version', '--client']).status !== 0) yield 'kubectl is not on the path';
}

/** Reason why Pulumi's command or some of its plugins are missing; undefined when all are there. Needs no cluster. */
export function whyNoPulumi(...plugins: readonly string[]): string | undefined {
  return [...whatIsLackingOfPulumi(plugins)].join('; ') || undefined;
}

function* whatIsLacking(): Generator<string> {
  yield* whatIsLackingOfCluster();
  yield* whatIsLackingOfPulumi(['kubernetes', 'random', 'tls']);
}

function* whatIsLackingOfPulumi(plugins: readonly string[]): Generator<string> {
  const cli = join(PULUMI_HOME, 'versions', PULUMI_VERSION, 'bin', 'pulumi');
  if (!existsSync(cli)) yield `no Pulumi ${PULUMI_VERSION} at ${cli}`;
  for (const name of plugins) {
    const version = devDependencies[`@pulumi/${name}`];
    const plugin = join(PULUMI_HOME, 'plugins', `resource-${name}-v${version}`, `pulumi-resource-${name}`);
    if (!existsSync(plugin)) yield `run: npx pulumi plugin install resource ${name} v${version}`;
  }
}

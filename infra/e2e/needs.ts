import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

const ROOT = new URL('../..', import.meta.url).pathname;
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const PULUMI_HOME = process.env['PULUMI_HOME'] ?? join(homedir(), '.pulumi');

/** The version of Pulumi's command that the packages here belong to. */
export const PULUMI_VERSION = devDependencies['pulumi'] ?? '';

/** Why nothing can be deployed from here; `undefined` when it can. */
export const lacking = reasons().join('; ') || undefined;

/** The title of a suite that needs a cluster: says why it is skipped. */
export function onCluster(title: string): string {
  return lacking === undefined ? title : `${title} [skipped: ${lacking}]`;
}

function* lacks(): Generator<string | false> {
  const { KUBECONFIG } = process.env;
  yield KUBECONFIG === undefined && 'KUBECONFIG names no cluster';
  yield KUBECONFIG !== undefined && !existsSync(KUBECONFIG) && `KUBECONFIG names ${KUBECONFIG}, not found`;
  yield spawnSync('kubectl', ['version', '--client']).status !== 0 && 'kubectl is not on the path';
  const cli = join(PULUMI_HOME, 'versions', PULUMI_VERSION, 'bin', 'pulumi');
  yield !existsSync(cli) && `Pulumi ${PULUMI_VERSION} is not installed at ${cli}`;
  for (const name of ['kubernetes', 'random']) {
    const version = devDependencies[`@pulumi/${name}`];
    const plugin = join(PULUMI_HOME, 'plugins', `resource-${name}-v${version}`, `pulumi-resource-${name}`);
    yield !existsSync(plugin) && `run: pulumi plugin install resource ${name} v${version}`;
  }
}

function reasons(): readonly string[] {
  return [...lacks()].filter((reason) => typeof reason === 'string');
}

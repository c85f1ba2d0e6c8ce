import { stringify } from 'yaml';
import { settingsFrom } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../../settings/schema.ts';
import { render } from '../../synth/render-manifest-files.ts';
import { platform } from '../../workloads/platform.ts';
import { STACK } from '../pulumi-workspace.ts';

/** Settings of a stack file by `project:group`. */
type Config = Readonly<Record<string, unknown>>;

export function settingsOf(config: Config): Settings {
  const groups = Object.entries(config).filter(([key]) => key.startsWith(PROJECT));
  const named = groups.map(([key, group]) => [key.slice(PROJECT.length), group]);
  return settingsFrom(Object.fromEntries(named), FILE);
}

/**
 * Files of a repository that Argo CD follows, text by path: the stack file, and the manifests that it makes.
 *
 * @param folder of the manifests
 */
export function stackFiles(config: Config, folder: string): ReadonlyMap<string, string> {
  const files = render(platform(settingsOf(config)).app);
  return new Map([
    [FILE, stringify({ config })],
    ...[...files].map(([name, text]) => [`${folder}/${name}`, text] as const),
  ]);
}

const PROJECT = 'finance-platform:';
const FILE = `Pulumi.${STACK}.yaml`;

import { type Workspace, workspace } from '../pulumi-workspace.ts';
import type { SampleConfig } from './index.ts';

/** Settings of the sample app, except for its namespace. */
export const SAMPLE: Omit<SampleConfig, 'namespace'> = {
  image: 'busybox:1.37',
  setupImage: 'busybox:1.37',
  greeting: 'hello',
  size: '10Mi',
  storageClass: '',
  serviceName: 'store',
  web: 'base/web',
  plain: false,
  rotation: 1,
  protect: false,
  aliases: {},
  timeouts: {},
  dropped: [],
};

/** Makes a workspace for the sample app, by default without protection. */
export function sampleWorkspace(
  config: Partial<SampleConfig> & { readonly namespace: string },
): Promise<Workspace> {
  return workspace(PROJECT, {
    'sample:app': { ...SAMPLE, ...config } satisfies SampleConfig,
  });
}

const PROJECT = {
  name: 'sample',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/sample/index.ts',
};

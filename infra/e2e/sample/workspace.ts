import { type Workspace, workspace } from '../workspace.ts';
import type { SampleConfig } from './index.ts';

/** The settings of the sample app, but for its namespace. */
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

/** A workspace for the sample app, protected by nothing. */
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

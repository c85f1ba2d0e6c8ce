import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../../../settings/schema.ts';
import { eksCluster } from '../eks.ts';
import type { EksSettings } from '../eks-settings-type.ts';

/** Types of everything that a cluster registers, collected with mocks, without a call to AWS. */
export async function registeredTypes(settings: Settings, on: EksSettings): Promise<ReadonlySet<string>> {
  const types = new Set<string>();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      types.add(type);
      return { id: `${name}-id`, state: { arn: `arn:${name}`, kubeconfigJson: '{}', ...inputs } };
    },
    call: () => ({}),
  });
  // Protection takes a transform, which the mocks do not support; the types are the same without.
  eksCluster({ ...settings, database: { ...settings.database, protect: false } }, on);
  await pulumi.runtime.disconnect();
  return types;
}

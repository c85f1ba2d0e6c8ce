import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../../../settings/schema.ts';
import { type EksSettings, eksCluster } from '../eks.ts';

/** Types of all that a cluster registers, found by registering it where nothing is made: no AWS is asked. */
export async function registeredTypes(settings: Settings, on: EksSettings): Promise<ReadonlySet<string>> {
  const types = new Set<string>();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      types.add(type);
      return { id: `${name}-id`, state: { arn: `arn:${name}`, kubeconfigJson: '{}', ...inputs } };
    },
    call: () => ({}),
  });
  // Protection takes a transform, which the mocks do not know; the types are the same without.
  eksCluster({ ...settings, database: { ...settings.database, protect: false } }, on);
  await pulumi.runtime.disconnect();
  return types;
}

import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { load } from 'js-yaml';

/*
 * Runs infra/index.ts of a stack to its end against Pulumi's mocks, which return the inputs: every preview waits for that
 * before the engine does anything.
 */
const [stack = 'dev'] = process.argv.slice(2);
const { config } = load(readFileSync(`Pulumi.${stack}.yaml`, 'utf8')) as { config: Record<string, unknown> };
pulumi.runtime.setAllConfig(
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)])),
);
let resources = 0;
await pulumi.runtime.setMocks(
  {
    newResource: ({ name, inputs }) => {
      resources += 1;
      return { id: `${name}-id`, state: inputs };
    },
    call: () => ({}),
  },
  'finance-platform',
  stack,
  true,
);
await pulumi.runtime.runInPulumiStack(async () => {
  // Transforms are dropped, because the mocks do not support them.
  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
    props,
    opts: { ...opts, transforms: [] },
  }));
  await import('../../index.ts');
});
await pulumi.runtime.disconnect();
if (resources < 20) throw new Error(`the program registered only ${resources} resources`);

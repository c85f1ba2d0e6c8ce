import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { load } from 'js-yaml';

// Runs infra/index.ts to its end against Pulumi's mocks: what every preview waits for before the engine does anything.
const { config } = load(readFileSync('Pulumi.dev.yaml', 'utf8')) as { config: Record<string, unknown> };
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
  'dev',
);
await import('../../index.ts');
await pulumi.runtime.disconnect();
if (resources < 20) throw new Error(`the program registered only ${resources} resources`);

import { Provider } from '@pulumi/kubernetes/provider.js';
import * as pulumi from '@pulumi/pulumi';
import { manyObjects } from './many-objects-by-cdk8s-classes.ts';

const [how, count] = process.argv.slice(2);
await pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
  call: () => ({}),
});
const provider = new Provider('cluster', { kubeconfig: '{}' });
const app = manyObjects(Number(count));
const loaded = how === 'bridge' ? await bridge() : await typedClasses();

const started = performance.now();
loaded();
await pulumi.runtime.disconnect();
console.log(performance.now() - started);

async function bridge() {
  const { apply } = await import('../../bridge/register-objects.ts');
  const { plan } = await import('../../bridge/plan-objects.ts');
  return () => apply(plan(app), { provider, values: {}, checksumAnnotation: 'bench/checksum' });
}

async function typedClasses() {
  const { ConfigMap, Service, ServiceAccount } = await import('@pulumi/kubernetes/core/v1/index.js');
  const { Deployment } = await import('@pulumi/kubernetes/apps/v1/index.js');
  const classes = { ConfigMap, Service, ServiceAccount, Deployment };
  return () => {
    for (const object of app.charts.flatMap((chart) => chart.toJson())) {
      const kind = object.kind as keyof typeof classes;
      new classes[kind](`${kind}/${object.metadata.name}`, object, { provider });
    }
  };
}

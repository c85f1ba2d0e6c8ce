import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { plan } from '../../bridge/plan-objects.ts';
import { apply } from '../../bridge/register-objects.ts';
import { existingCluster } from '../../cluster/existing/existing.ts';
import { installAddOns } from '../../stack/install-add-ons.ts';

export interface AddOnConfig {
  readonly namespace: string;
  readonly image: string;
}

const { namespace, image } = new pulumi.Config().requireObject<AddOnConfig>('app');
const chart = new URL('chart', import.meta.url).pathname;
const addOn = { name: 'sample', chart, version: '0.1.0', repository: '', namespace, values: { image } };
const cluster = await existingCluster({});
const app = new App();
new ApiObject(new Chart(app, 'it'), 'needs-it', {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'needs-it', namespace },
});
await apply(plan(app), {
  provider: cluster.provider,
  watch: { kubeconfig: cluster.kubeconfig },
  values: {},
  checksumAnnotation: 'add-on/values',
  after: installAddOns([addOn], cluster),
});

import * as pulumi from '@pulumi/pulumi';
import { apply } from './bridge/apply.ts';
import type { Timeouts } from './bridge/await.ts';
import { DATA_KINDS } from './bridge/guard.ts';
import { plan } from './bridge/plan.ts';
import { clusterOf } from './cluster/cluster.ts';
import { installAddOns } from './stack/add-ons.ts';
import { stackOutputs } from './stack/outputs.ts';
import { stackSettings } from './stack/settings.ts';
import { addOnsOfPulumi, shareOfPulumi } from './stack/share.ts';
import { secretValues } from './stack/values.ts';
import { platform } from './workloads/platform.ts';

const settings = stackSettings();
const cluster = await clusterOf(settings);
const { app, values } = platform(settings);

const all = plan(app, {
  protectedKinds: settings.database.protect ? DATA_KINDS : [],
  // By kind, in seconds: pulumi config set --path bridge:timeouts.Deployment 300
  timeouts: new pulumi.Config('bridge').getObject<Timeouts>('timeouts') ?? {},
});
const planned = shareOfPulumi(all, settings.delivery);
apply(planned, {
  provider: cluster.provider,
  values: secretValues(values, settings.secrets, cluster.values),
  checksumAnnotation: 'finance-platform/value-checksum',
  after: [...cluster.ready, ...installAddOns(addOnsOfPulumi(settings), cluster.provider, cluster.ready)],
});

export default {
  ...stackOutputs(settings, planned, pulumi.getStack()),
  ...(settings.cluster.provider !== 'existing' && { kubeconfig: cluster.kubeconfig }),
};

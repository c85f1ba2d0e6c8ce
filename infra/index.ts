import * as pulumi from '@pulumi/pulumi';
import { apply } from './bridge/apply.ts';
import type { Timeouts } from './bridge/await-timeouts.ts';
import { guardPlan } from './bridge/data/guard-plan.ts';
import { DATA_KINDS } from './bridge/data-protection.ts';
import { plan } from './bridge/plan.ts';
import { clusterOf } from './cluster/choose-cluster.ts';
import { warningsOf } from './settings/warnings.ts';
import { addOnsOfPulumi, shareOfPulumi } from './stack/delivery-split.ts';
import { requireImageGeneration } from './stack/image-generation.ts';
import { installAddOns } from './stack/install-add-ons.ts';
import { stackOutputs } from './stack/outputs.ts';
import { withKeptConnections } from './stack/preserve-connections.ts';
import { withKeptUploads } from './stack/preserve-uploads-mode.ts';
import { requireSamePostgres } from './stack/require-same-postgres.ts';
import { stackSettings } from './stack/stack-settings.ts';
import { secretValues } from './stack/values.ts';
import { withImage } from './stack/web-image.ts';
import { platform } from './workloads/platform.ts';

const bridge = new pulumi.Config('bridge');
const release = bridge.getObject<readonly string[]>('release') ?? [];
const { settings, released } = await withImage(
  await withKeptConnections(await withKeptUploads(stackSettings())),
);
const generation = await requireImageGeneration(settings.web.image);
for (const text of warningsOf(settings)) void pulumi.log.warn(text);
const { app, values } = platform(settings, `Pulumi.${pulumi.getStack()}.yaml`);

const all = plan(app, {
  protectedKinds: settings.database.protect ? DATA_KINDS : [],
  // Seconds by kind: pulumi config set --path bridge:timeouts.Deployment 300
  timeouts: bridge.getObject<Timeouts>('timeouts') ?? {},
  // Former names of constructs: pulumi config set --path 'bridge:aliases["web/server"][0]' site/server
  aliases: bridge.getObject<Record<string, string[]>>('aliases') ?? {},
});
await requireSamePostgres(all.objects.map(({ manifest }) => manifest));
const planned = await guardPlan(shareOfPulumi(all, settings.delivery), release);
const cluster = await clusterOf(settings, release);
await apply(planned, {
  provider: cluster.provider,
  values: secretValues(values, settings.secrets, cluster.values),
  checksumAnnotation: 'finance-platform/value-checksum',
  watch: { kubeconfig: cluster.kubeconfig, patience: bridge.getNumber('patience') },
  after: [...cluster.ready, ...installAddOns(addOnsOfPulumi(settings), cluster, cluster.ready)],
});

export default {
  ...stackOutputs(settings, planned, pulumi.getStack()),
  ...generation,
  ...(released !== undefined && { released }),
  ...(settings.cluster.provider !== 'existing' && { kubeconfig: cluster.kubeconfig }),
};

import * as pulumi from '@pulumi/pulumi';
import type { Timeouts } from './bridge/await-timeouts-and-annotations.ts';
import { guardPlan } from './bridge/data/guard-plan.ts';
import { plan } from './bridge/plan-objects.ts';
import { DATA_KINDS } from './bridge/protect-and-ignore-changes.ts';
import { apply } from './bridge/register-objects.ts';
import { clusterOf } from './cluster/choose-cluster.ts';
import { needsInOneLine } from './manifests/describe-resource-needs-and-fit.ts';
import { VALUE_CHECKSUM } from './manifests/pod-rolling-annotation-names.ts';
import { warningsOf } from './settings/warnings.ts';
import { withKeptConnections } from './stack/avoid-restart-for-max-connections.ts';
import { addOnsOfPulumi, shareOfPulumi } from './stack/delivery-split.ts';
import { secretValues } from './stack/generate-or-take-secret-values.ts';
import { withImage } from './stack/image-to-deploy.ts';
import { installAddOns } from './stack/install-add-ons.ts';
import { stackOutputs } from './stack/outputs.ts';
import { withKeptClearText } from './stack/preserve-postgres-without-tls.ts';
import { withKeptUploads } from './stack/preserve-uploads-access-mode.ts';
import { stackSettings } from './stack/read-settings-from-pulumi-config.ts';
import { requireImageGeneration } from './stack/refuse-image-of-earlier-manifests.ts';
import { requireSamePostgres } from './stack/require-same-postgres-major.ts';
import { unmountedUploads } from './stack/retain-unmounted-uploads.ts';
import { aroundAddOns } from './stack/split-around-add-ons.ts';
import { platform } from './workloads/platform.ts';

const bridge = new pulumi.Config('bridge');
const release = bridge.getObject<readonly string[]>('release') ?? [];
const { settings, released } = await withImage(
  await withKeptClearText(await withKeptConnections(await withKeptUploads(stackSettings()))),
);
const generation = await requireImageGeneration(settings.web.image);
for (const text of warningsOf(settings)) void pulumi.log.warn(text);
const { app, values } = platform(settings, `Pulumi.${pulumi.getStack()}.yaml`, {
  uploads: await unmountedUploads(settings),
});

const all = plan(app, {
  protectedKinds: settings.database.protect ? DATA_KINDS : [],
  // Seconds by kind: pulumi config set --path bridge:timeouts.Deployment 300
  timeouts: bridge.getObject<Timeouts>('timeouts') ?? {},
  // Former names of constructs: pulumi config set --path 'bridge:aliases["web/server"][0]' site/server
  aliases: bridge.getObject<Record<string, string[]>>('aliases') ?? {},
});
const manifests = all.objects.map(({ manifest }) => manifest);
void pulumi.log.info(
  `${needsInOneLine(manifests)}; npm run -s needs -- --stack ${pulumi.getStack()} --cluster says whether the nodes have it`,
);
await requireSamePostgres(manifests);
const planned = await guardPlan(shareOfPulumi(all, settings.delivery), release);
const cluster = await clusterOf(settings, release);
const options = {
  provider: cluster.provider,
  values: secretValues(values, settings.secrets, cluster.values),
  checksumAnnotation: VALUE_CHECKSUM,
  watch: { kubeconfig: cluster.kubeconfig, patience: bridge.getNumber('patience') },
};
const addOns = addOnsOfPulumi(settings);
const { before, after } = aroundAddOns(planned, addOns);
const closed =
  before.objects.length === 0 ? new Map() : await apply(before, { ...options, after: cluster.ready });
const running = installAddOns(addOns, cluster, [...cluster.ready, ...closed.values()]);
await apply(after, { ...options, after: [...cluster.ready, ...running] });

export default {
  ...stackOutputs(settings, planned, pulumi.getStack()),
  ...generation,
  ...(released !== undefined && { released }),
  ...(settings.cluster.provider !== 'existing' && { kubeconfig: cluster.kubeconfig }),
};

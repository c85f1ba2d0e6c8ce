import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { guardPlan } from '../../bridge/data/guard-plan.ts';
import { plan } from '../../bridge/plan-objects.ts';
import { apply } from '../../bridge/register-objects.ts';
import { existingCluster } from '../../cluster/existing/existing.ts';
import { type SampleProps, sampleApp } from './app.ts';

export interface SampleConfig extends SampleProps {
  /** Number to increment for another password. */
  readonly rotation: number;
  readonly protect: boolean;
  /** Former construct paths of objects that moved, by their new path. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly timeouts: Readonly<Record<string, number>>;
  /** Construct ids of objects that are removed from the program. */
  readonly dropped: readonly string[];
}

const { rotation, protect, aliases, timeouts, dropped, ...props } =
  new pulumi.Config().requireObject<SampleConfig>('app');
const release = new pulumi.Config('bridge').getObject<string[]>('release') ?? [];
const app = sampleApp(props);
for (const id of dropped) app.node.findChild('base').node.tryRemoveChild(id);
const all = plan(app, { aliases, timeouts, ...(!protect && { protectedKinds: [] }) });
const planned = await guardPlan(all, release);
const { result } = new RandomPassword('store.password', {
  length: 24,
  special: false,
  keepers: { rotation: String(rotation) },
});
const cluster = await existingCluster({}, release);
await apply(planned, {
  provider: cluster.provider,
  watch: { kubeconfig: cluster.kubeconfig },
  values: { 'store.password': result, 'store.host': 'store.example' },
  checksumAnnotation: 'sample/values',
});

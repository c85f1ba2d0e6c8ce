import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { apply } from '../../bridge/apply.ts';
import { guarded } from '../../bridge/data/guarded.ts';
import { plan } from '../../bridge/plan.ts';
import { existingCluster } from '../../cluster/existing.ts';
import { type SampleProps, sampleApp } from './app.ts';

export interface SampleConfig extends SampleProps {
  /** Raise it for another password. */
  readonly rotation: number;
  readonly protect: boolean;
  /** Former names of what moved. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly timeouts: Readonly<Record<string, number>>;
  /** Objects that the program does not have any more, by the id of their construct. */
  readonly dropped: readonly string[];
}

const { rotation, protect, aliases, timeouts, dropped, ...props } =
  new pulumi.Config().requireObject<SampleConfig>('app');
const release = new pulumi.Config('bridge').getObject<string[]>('release') ?? [];
const app = sampleApp(props);
for (const id of dropped) app.node.findChild('base').node.tryRemoveChild(id);
const all = plan(app, { aliases, timeouts, ...(!protect && { protectedKinds: [] }) });
const planned = await guarded(all, release);
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

import * as pulumi from '@pulumi/pulumi';
import { plan } from '../../bridge/plan-objects.ts';
import { apply } from '../../bridge/register-objects.ts';
import { existingCluster } from '../../cluster/existing/existing.ts';
import { type HopelessProps, hopelessApp } from './app.ts';

export interface HopelessConfig extends HopelessProps {
  readonly timeouts: Readonly<Record<string, number>>;
  /** See `WatchOptions`. */
  readonly patience?: number;
}

const { timeouts, patience, ...props } = new pulumi.Config().requireObject<HopelessConfig>('app');
const { provider, kubeconfig } = await existingCluster({});
await apply(plan(hopelessApp(props), { timeouts, protectedKinds: [] }), {
  provider,
  watch: { kubeconfig, patience },
  values: { password: pulumi.secret('correct horse') },
  checksumAnnotation: 'hopeless/values',
});

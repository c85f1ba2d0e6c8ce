/** Pulumi program that applies plain objects to the cluster of KUBECONFIG, by the bridge or the provider's YAML group. */
import * as pulumi from '@pulumi/pulumi';
import { existingCluster } from '../../cluster/existing/existing.ts';
import { plainObjects } from './instantly-ready-objects.ts';

const { how, count, namespace } = new pulumi.Config().requireObject<{
  readonly how: 'bridge' | 'yaml';
  readonly count: number;
  readonly namespace: string;
}>('apply');
const { provider, kubeconfig } = await existingCluster({});
const app = plainObjects(count, namespace);

if (how === 'bridge') {
  const { apply } = await import('../../bridge/register-objects.ts');
  const { plan } = await import('../../bridge/plan-objects.ts');
  await apply(plan(app, { protectedKinds: [] }), {
    provider,
    values: {},
    checksumAnnotation: 'bench/checksum',
    watch: { kubeconfig },
  });
} else {
  const { ConfigGroup } = await import('@pulumi/kubernetes/yaml/v2/index.js');
  new ConfigGroup('all', { objs: app.charts.flatMap((chart) => chart.toJson()) }, { provider });
}

/** A Pulumi program of a cluster alone: what comes before everything else in `infra/index.ts`. */
import { clusterOf } from '../../cluster/cluster.ts';
import { stackSettings } from '../../stack/settings.ts';

const { kubeconfig } = await clusterOf(stackSettings(), []);

export default { kubeconfig };

/** Pulumi program of a cluster alone, which is the first step of `infra/index.ts`. */

import { clusterOf } from '../../cluster/choose-cluster.ts';
import { stackSettings } from '../../stack/read-settings-from-pulumi-config.ts';

const { kubeconfig } = await clusterOf(stackSettings(), []);

export default { kubeconfig };

import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';

/** Requires the bundled components of k3s that the other settings need, and refuses duplicates of them. */
export function partsOfK3s() {
  return [
    needs('coreDns', [], () => true, 'must be true, because pods find Postgres and Redis by their names'),
    needs(
      'metricsServer',
      ['addOns'],
      ({ addOns }) => addOns.metricsServer === undefined,
      'must be true, because the pods of the app are scaled by what it measures; or set addOns.metricsServer',
    ),
    crossCheck<Groups>(
      ['cluster.builtIn.metricsServer', 'cluster', 'addOns'],
      ({ cluster, addOns }) =>
        cluster.provider !== 'k3s' || !cluster.builtIn.metricsServer || addOns.metricsServer === undefined,
      'must be false, because addOns.metricsServer does the same',
    ),
    needs(
      'traefik',
      ['exposure'],
      ({ exposure }) => isByTraefikOfK3s(exposure),
      'must be true, because exposure is by the Traefik of kube-system, which is that of k3s; another one has another exposure.controller.namespace',
    ),
    crossCheck<Groups>(
      ['cluster.builtIn.serviceLoadBalancer', 'cluster', 'exposure'],
      ({ cluster, exposure }) =>
        cluster.provider !== 'k3s' ||
        cluster.builtIn.serviceLoadBalancer ||
        cluster.metalLb !== undefined ||
        !(
          isByTraefikOfK3s(exposure) ||
          (exposure.kind === 'load-balancer' && exposure.className === undefined)
        ),
      'must be true, because nothing else gives the load balancer of exposure an address; or set cluster.metalLb',
    ),
  ] as const;
}

function needs(
  part: 'coreDns' | 'metricsServer' | 'traefik',
  reads: readonly string[],
  isNeeded: (all: Groups) => boolean,
  message: string,
) {
  return crossCheck<Groups>(
    [`cluster.builtIn.${part}`, 'cluster', ...reads],
    (all) => all.cluster.provider !== 'k3s' || all.cluster.builtIn[part] || !isNeeded(all),
    message,
  );
}

/** True for the bundled Traefik, whose Service is of type LoadBalancer. */
function isByTraefikOfK3s(exposure: Groups['exposure']): boolean {
  const controller = 'controller' in exposure ? exposure.controller : undefined;
  return controller?.kind === 'traefik' && controller.namespace === 'kube-system';
}

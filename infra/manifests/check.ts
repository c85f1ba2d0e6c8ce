import { accounts } from './checks/accounts.ts';
import { autoscalers } from './checks/autoscalers.ts';
import { configChecksums } from './checks/config-checksums.ts';
import { disruptionBudgets } from './checks/disruption-budgets.ts';
import type { Finding } from './checks/finding.ts';
import { images } from './checks/images.ts';
import { ingressPorts } from './checks/ingress-ports.ts';
import { mounts } from './checks/mounts.ts';
import { namespaces } from './checks/namespaces.ts';
import { podSecurity } from './checks/pod-security.ts';
import { priorities } from './checks/priorities.ts';
import { probePorts } from './checks/probe-ports.ts';
import { probes } from './checks/probes.ts';
import { quotas } from './checks/quotas.ts';
import { referenced } from './checks/referenced.ts';
import { resources } from './checks/resources.ts';
import { routePorts } from './checks/route-ports.ts';
import { scopes } from './checks/scopes.ts';
import { selectors } from './checks/selectors.ts';
import { servicePorts } from './checks/service-ports.ts';
import { uniqueNames } from './checks/unique-names.ts';
import { workloadSelectors } from './checks/workload-selectors.ts';
import type { KubeObject } from './object.ts';

const CHECKS = {
  accounts,
  autoscalers,
  configChecksums,
  disruptionBudgets,
  images,
  ingressPorts,
  mounts,
  namespaces,
  podSecurity,
  priorities,
  probePorts,
  probes,
  quotas,
  referenced,
  resources,
  routePorts,
  scopes,
  selectors,
  servicePorts,
  uniqueNames,
  workloadSelectors,
};

/** Everything that every check finds in a whole set of objects: what applying them one by one would not tell. */
export function check(objects: readonly KubeObject[]): readonly (Finding & { readonly check: CheckName })[] {
  return Object.entries(CHECKS).flatMap(([name, run]) =>
    run(objects).map((finding) => ({ ...finding, check: name as CheckName })),
  );
}

export type CheckName = keyof typeof CHECKS;

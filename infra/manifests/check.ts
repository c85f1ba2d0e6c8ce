import { autoscalers } from './checks/autoscalers.ts';
import { configChecksums } from './checks/config-map-checksums.ts';
import { disruptionBudgets } from './checks/disruption-budgets.ts';
import type { Finding } from './checks/finding.ts';
import { images } from './checks/image-pins-and-pull-policy.ts';
import { ingressPorts } from './checks/ingress-backend-ports.ts';
import { mounts } from './checks/mounts.ts';
import { scopes } from './checks/namespace-scopes.ts';
import { namespaceSecurity } from './checks/namespace-security.ts';
import { accounts } from './checks/own-service-accounts-and-needed-tokens.ts';
import { podSecurity } from './checks/pod-security.ts';
import { probePorts } from './checks/probe-ports.ts';
import { probes } from './checks/probes.ts';
import { quotas } from './checks/quotas.ts';
import { referenced } from './checks/references-exist.ts';
import { priorities } from './checks/required-priority-classes.ts';
import { resources } from './checks/resources.ts';
import { routePorts } from './checks/route-ports-and-listeners.ts';
import { selectors } from './checks/selectors.ts';
import { servicePorts } from './checks/service-ports.ts';
import { uniqueNames } from './checks/unique-names.ts';
import { workloadSelectors } from './checks/workloads-select-own-pods-only.ts';
import type { KubeObject } from './object.ts';

const CHECKS = {
  accounts,
  autoscalers,
  configChecksums,
  disruptionBudgets,
  images,
  ingressPorts,
  mounts,
  namespaceSecurity,
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

/** Runs every check on a whole set of objects: finds mistakes that applying them one by one would not report. */
export function check(objects: readonly KubeObject[]): readonly (Finding & { readonly check: CheckName })[] {
  return Object.entries(CHECKS).flatMap(([name, run]) =>
    run(objects).map((finding) => ({ ...finding, check: name as CheckName })),
  );
}

export type CheckName = keyof typeof CHECKS;

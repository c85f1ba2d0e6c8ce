import { CHART_VERSIONS } from '../../settings/groups/default-chart-versions.ts';

/** Publisher of custom kinds: a Go module, pinned by its checksum, and the folders in it that hold the definitions. */
export interface Publisher {
  /** API groups all of whose kinds are defined there. */
  readonly groups: readonly string[];
  /** Module and version, as `go mod download` takes them. */
  readonly module: string;
  /** Checksum, as in a go.sum. */
  readonly sum: string;
  readonly folders: readonly string[];
}

/** All publishers; that of an add-on in the release that its chart installs. */
export const PUBLISHERS: readonly Publisher[] = [
  {
    groups: ['argoproj.io'],
    module: `github.com/argoproj/argo-cd/v3@${CHART_VERSIONS.argoCd.app}`,
    sum: 'h1:PmYfvrLRecuOXjoUjBVx0nRwtJv/Wc9a3jaWs37EyyI=',
    folders: ['manifests/crds'],
  },
  {
    groups: ['barmancloud.cnpg.io'],
    module: `github.com/cloudnative-pg/plugin-barman-cloud@${CHART_VERSIONS.barmanCloud.app}`,
    sum: 'h1:dcEVsozSmdx5p2LbG1hbkWBvr6LXs1xpCsQiJWpo/ew=',
    folders: ['config/crd/bases'],
  },
  {
    groups: ['cert-manager.io', 'acme.cert-manager.io'],
    module: `github.com/cert-manager/cert-manager@${CHART_VERSIONS.certManager.app}`,
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folders: ['deploy/crds'],
  },
  {
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
    module: `github.com/external-secrets/external-secrets@${CHART_VERSIONS.externalSecrets.app}`,
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folders: ['config/crds/bases'],
  },
  {
    groups: ['gateway.networking.k8s.io'],
    module: 'sigs.k8s.io/gateway-api@v1.5.0',
    sum: 'h1:duoo14Ky/fJXpjpmyMISE2RTBGnfCg8zICfTYLTnBJA=',
    folders: ['config/crd/standard'],
  },
  {
    groups: ['kyverno.io', 'policies.kyverno.io'],
    module: `github.com/kyverno/kyverno@${CHART_VERSIONS.kyverno.app}`,
    sum: 'h1:KV42j5lv9lN6WgFlt4X+Mhn0aQD0wLWzlJ/5jdWVdqI=',
    folders: ['config/crds/kyverno', 'config/crds/policies.kyverno.io'],
  },
  {
    groups: ['monitoring.coreos.com'],
    module: `github.com/prometheus-operator/prometheus-operator@${CHART_VERSIONS.prometheusOperator.app}`,
    sum: 'h1:tAbsod3+9sQsxDeAvLP27dAe9terToht5M+YdDwLGP0=',
    folders: ['example/prometheus-operator-crd'],
  },
  {
    groups: ['postgresql.cnpg.io'],
    module: `github.com/cloudnative-pg/cloudnative-pg@${CHART_VERSIONS.cloudnativePg.app}`,
    sum: 'h1:fnhVq44xXx97MNiuvJsPrX1vSjYbgdyBK5MSGfdHdp0=',
    folders: ['config/crd/bases'],
  },
  {
    groups: ['traefik.io'],
    module: 'github.com/traefik/traefik/v3@v3.6.12',
    sum: 'h1:6pe4s7aaDTQs+AsF7KP3sM/xnq7zOVvibRQe5tw9eFo=',
    folders: ['docs/content/reference/dynamic-configuration'],
  },
  {
    groups: ['velero.io'],
    module: `github.com/vmware-tanzu/velero@${CHART_VERSIONS.velero.app}`,
    sum: 'h1:eV+urQYesy7tJLVkGM5fs9s/nfOWKtoFezcY1r8IjJM=',
    folders: ['config/crd/v1/bases'],
  },
];

/** Publisher of a group. */
export function publisherOf(group: string): Publisher {
  const publisher = PUBLISHERS.find(({ groups }) => groups.includes(group));
  if (!publisher) throw new Error(`nobody is known to publish ${group}: add them to crd-publishers.ts`);
  return publisher;
}

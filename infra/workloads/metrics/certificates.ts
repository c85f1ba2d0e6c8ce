import type { Settings } from '../../settings/schema.ts';
import { CERT_MANAGER } from '../house/names.ts';

/** Who says in a metric until when our certificate holds. */
export type Certifier = { readonly kind: 'cert-manager' } | ServingTraefik;

/** Of the pods of cert-manager that say it. */
export const CERTIFIER_LABELS = { 'app.kubernetes.io/component': 'controller' };

/** The Traefik that shows our certificate to people, whoever renews it. */
export interface ServingTraefik {
  readonly kind: 'traefik';
  /** Where its pods are, and what they are found by. */
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly metricsPort: number;
  /** The name that the certificate is for. */
  readonly host: string;
}

/** Whom Prometheus asks: Traefik where the settings say how, because it is what people see; else cert-manager. */
export function certifierOf({ exposure, observability }: Settings): Certifier | undefined {
  const { kind } = observability.metrics;
  if (kind !== 'self-contained' && kind !== 'operator') return undefined;
  if (!('tls' in exposure) || !exposure.tls) return undefined;
  if ('controller' in exposure && exposure.controller.kind === 'traefik') {
    const { metricsPort, namespace, podLabels } = exposure.controller;
    if (metricsPort !== undefined)
      return { kind: 'traefik', namespace, podLabels, metricsPort, host: exposure.host };
  }
  return exposure.tls.from === 'cert-manager' ? { kind: 'cert-manager' } : undefined;
}

/** When each certificate of ours ends, in seconds since 1970: one series for each. */
export function certificateEnds(certifier: Certifier): string {
  if (certifier.kind === 'cert-manager')
    return 'min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds)';
  // The one before may stay in the metrics for as long as Traefik runs: the last to end counts.
  return `max by (name) (label_replace(traefik_tls_certs_not_after{sans=~"${sansWith(certifier.host)}"}, "name", "${certifier.host}", "", ""))`;
}

/** The names of a certificate come in one label, with commas between them. */
function sansWith(host: string): string {
  const [, parent = ''] = /^[^.]+\.(.+)$/.exec(host) ?? [];
  const names = [host, `*.${parent}`].map((name) => name.replace(/[.*]/g, (sign) => `[${sign}]`));
  return `(.*,)?(${names.join('|')})(,.*)?`;
}

/** How Prometheus finds and asks it, and what it keeps of the answer. */
export function certificateScrape(certifier: Certifier): object {
  if (certifier.kind === 'cert-manager') {
    const { name, namespace, metricsPort } = CERT_MANAGER;
    return {
      job_name: name,
      // What it says of a certificate has the namespace and the name of that.
      honor_labels: true,
      // By its Service: one pod leads.
      static_configs: [{ targets: [`${name}.${namespace}.svc:${metricsPort}`] }],
      metric_relabel_configs: keeping('certmanager_certificate_.*'),
    };
  }
  const { namespace, podLabels, metricsPort } = certifier;
  const label = Object.entries(podLabels).map((pair) => pair.join('='));
  return {
    job_name: 'traefik',
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [namespace] },
        selectors: [{ role: 'pod', label: label.join(',') }],
      },
    ],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Running', action: 'keep' },
      // One target for each pod, whichever ports it names.
      {
        source_labels: ['__meta_kubernetes_pod_ip'],
        target_label: '__address__',
        replacement: `$1:${metricsPort}`,
      },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    ],
    metric_relabel_configs: keeping('traefik_tls_certs_not_after'),
  };
}

function keeping(regex: string) {
  return [{ source_labels: ['__name__'], regex, action: 'keep' }];
}

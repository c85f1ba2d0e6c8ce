import { CERT_MANAGER } from '../defaults/names-and-ports.ts';
import type { Certifier } from '../facts/certificate-expiry-source.ts';

/** PromQL for the expiry of our certificates, in seconds since 1970: one series per certificate. */
export function certificateEnds(certifier: Certifier): string {
  if (certifier.kind === 'cert-manager')
    return 'min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds)';
  // Traefik may report a replaced certificate until it restarts: the latest expiry counts.
  return `max by (name) (label_replace(traefik_tls_certs_not_after{sans=~"${sansWith(certifier.host)}"}, "name", "${certifier.host}", "", ""))`;
}

/** Pattern of the label `sans`, which joins the names of a certificate with commas. */
function sansWith(host: string): string {
  const [, parent = ''] = /^[^.]+\.(.+)$/.exec(host) ?? [];
  const names = [host, `*.${parent}`].map((name) => name.replace(/[.*]/g, (sign) => `[${sign}]`));
  return `(.*,)?(${names.join('|')})(,.*)?`;
}

/** Scrape job of the certifier, which keeps the metrics of certificates only. */
export function certificateScrape(certifier: Certifier): object {
  if (certifier.kind === 'cert-manager') {
    const { name, namespace, metricsPort } = CERT_MANAGER;
    return {
      job_name: name,
      // Labels `namespace` and `name` are those of the certificate.
      honor_labels: true,
      // Scraped through its Service as a single target: one pod leads.
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
      // A single target per pod, regardless of its named ports.
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

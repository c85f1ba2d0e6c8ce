import type { Settings } from '../../settings/schema.ts';

/** Source of the metric with the expiry of our certificate. */
export type Certifier = { readonly kind: 'cert-manager' } | ServingTraefik;

/** Labels of the pods of cert-manager that expose it. */
export const CERTIFIER_LABELS = { 'app.kubernetes.io/component': 'controller' };

/** The Traefik that serves our certificate, whoever renews it. */
export interface ServingTraefik {
  readonly kind: 'traefik';
  /** Namespace of its pods; `podLabels` selects them there. */
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly metricsPort: number;
  /** Host name of the certificate. */
  readonly host: string;
}

/** Source of the expiry: Traefik, which serves the certificate, if the settings give its metrics port; else cert-manager. */
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

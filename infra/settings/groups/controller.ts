import * as v from 'valibot';
import { group } from '../group.ts';
import { ranges } from '../ipv4-address-and-range-schemas.ts';
import { selector } from '../label-and-annotation-schemas.ts';
import { dnsLabel, objectName } from '../name-and-url-schemas.ts';
import { choice, variantMessage, whole } from '../quantity-text-and-choice-schemas.ts';

const traefik = {
  kind: v.literal('traefik'),
  /** Namespace of its pods; only they may reach the app. */
  namespace: v.optional(dnsLabel(), 'kube-system'),
  /** Labels of its pods. */
  podLabels: v.optional(selector(), { 'app.kubernetes.io/name': 'traefik' }),
  /** Metrics port of its pods, in k3s 9100, which an alert on expiring certificates needs. Absent: it is not scraped. */
  metricsPort: v.exactOptional(whole(1, 65535)),
};
const other = {
  kind: v.literal('other'),
  /** Namespace of its pods: only they may reach the app. */
  namespace: dnsLabel(),
  /** Labels of its pods. */
  podLabels: selector(),
};

/** The ingress controller, and the source of its requests. */
export const controller = v.optional(
  v.variant(
    'kind',
    [
      group({
        ...traefik,
        /** The IngressClass. */
        className: v.optional(objectName(), 'traefik'),
      }),
      /** An Application Load Balancer, created by the AWS Load Balancer Controller. */
      group({
        kind: v.literal('alb'),
        /** The IngressClass. */
        className: v.optional(objectName(), 'alb'),
        /** Addresses of the load balancer: private, or public as well. */
        scheme: v.optional(choice(['internal', 'internet-facing']), 'internal'),
        /** Ranges of the VPC that hold the load balancer's addresses; only they may reach the app. */
        cidrs: ranges(),
      }),
      group({
        ...other,
        /** The IngressClass. */
        className: objectName(),
      }),
    ],
    variantMessage(['traefik', 'alb', 'other'], 'kind'),
  ),
  { kind: 'traefik' },
);

/** The controller of a Gateway; its class is set on the Gateway. */
export const gatewayController = v.optional(
  v.variant(
    'kind',
    [
      group(traefik),
      group(other),
      /** An Application Load Balancer of Google, created by the Gateway controller of GKE. */
      group({
        kind: v.literal('gke'),
        /**
         * Ranges that its requests and health checks come from; only they may reach the app. The default is that of global
         * load balancers; a regional one sends from its proxy-only subnet as well.
         */
        cidrs: v.optional(ranges(), ['130.211.0.0/22', '35.191.0.0/16']),
      }),
      /** An Application Gateway for Containers of Azure, created by its ALB Controller. */
      group({
        kind: v.literal('azure'),
        /** Range of the subnet that it is associated with; only that may reach the app. */
        cidrs: ranges(),
      }),
    ],
    variantMessage(['traefik', 'other', 'gke', 'azure'], 'kind'),
  ),
  { kind: 'traefik' },
);

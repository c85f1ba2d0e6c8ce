import * as v from 'valibot';
import { ranges } from '../addresses.ts';
import { group } from '../group.ts';
import { selector } from '../labels.ts';
import { dnsLabel, objectName } from '../names.ts';
import { choice, variantMessage, whole } from '../values.ts';

const traefik = {
  kind: v.literal('traefik'),
  /** Where its pods run: only they may reach the app. */
  namespace: v.optional(dnsLabel(), 'kube-system'),
  podLabels: v.optional(selector(), { 'app.kubernetes.io/name': 'traefik' }),
  /** Where its pods show metrics, in k3s 9100: then somebody is told when the certificate ends. Absent: it is not asked. */
  metricsPort: v.exactOptional(whole(1, 65535)),
};
const other = { kind: v.literal('other'), namespace: dnsLabel(), podLabels: selector() };

/** Who serves Ingresses, and from where its requests come. */
export const controller = v.optional(
  v.variant(
    'kind',
    [
      group({ ...traefik, className: v.optional(objectName(), 'traefik') }),
      /** An Application Load Balancer of AWS, made by the AWS Load Balancer Controller. */
      group({
        kind: v.literal('alb'),
        className: v.optional(objectName(), 'alb'),
        scheme: v.optional(choice(['internal', 'internet-facing']), 'internal'),
        /** The VPC's ranges, in which the load balancer has its addresses: only they may reach the app. */
        cidrs: ranges(),
      }),
      group({ ...other, className: objectName() }),
    ],
    variantMessage(['traefik', 'alb', 'other'], 'kind'),
  ),
  { kind: 'traefik' },
);

/** Who serves a Gateway; its class is the Gateway's. */
export const podController = v.optional(
  v.variant('kind', [group(traefik), group(other)], variantMessage(['traefik', 'other'], 'kind')),
  { kind: 'traefik' },
);

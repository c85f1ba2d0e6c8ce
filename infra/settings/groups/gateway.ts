import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { annotations } from '../label-and-annotation-schemas.ts';
import { dnsLabel, objectName } from '../name-and-url-schemas.ts';
import { variantMessage, whole } from '../quantity-text-and-choice-schemas.ts';

const listeners = group({
  /** Name of the listener for http. */
  http: v.exactOptional(dnsLabel()),
  /** Name of the listener for https. */
  https: v.exactOptional(dnsLabel()),
});

const given = group({
  kind: v.literal('given'),
  /** Name of the Gateway. */
  name: objectName(),
  /** Namespace of the Gateway. */
  namespace: dnsLabel(),
  /** Listeners to attach to, by name; with both, http redirects to https. */
  listeners,
});

/** A Gateway of our own, or an existing one that admits routes from our namespace. */
export const gateway = v.variant(
  'kind',
  [
    group({
      kind: v.literal('own'),
      /** The GatewayClass. */
      className: objectName(),
      /** Annotations of the Gateway, for its controller. */
      annotations: v.optional(annotations(), {}),
      /** Listener ports: Traefik requires those of its entry points, such as 8000 and 8443. */
      ports: v.optional(
        group({
          /** Port of the listener for http. */
          http: v.optional(whole(1, 65535), 80),
          /** Port of the listener for https. */
          https: v.optional(whole(1, 65535), 443),
        }),
        {},
      ),
    }),
    v.pipe(
      given,
      crossCheck<v.InferOutput<typeof given>>(
        ['listeners'],
        ({ listeners: { http, https } }) => http !== undefined || https !== undefined,
        'must name a listener for http, for https, or both',
      ),
    ),
  ],
  variantMessage(['own', 'given'], 'kind'),
);

import * as v from 'valibot';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { dnsLabel, objectName } from '../names.ts';
import { variantMessage, whole } from '../values.ts';

const listeners = group({ http: v.exactOptional(dnsLabel()), https: v.exactOptional(dnsLabel()) });

const given = group({
  kind: v.literal('given'),
  name: objectName(),
  namespace: dnsLabel(),
  /** Names of the listeners to attach to; with both, http redirects to https. */
  listeners,
});

/** A Gateway of our own, or one that others run and that takes routes from our namespace. */
export const gateway = v.variant(
  'kind',
  [
    group({
      kind: v.literal('own'),
      className: objectName(),
      /** Where the controller listens: Traefik wants its entry points' own ports, such as 8000 and 8443. */
      ports: v.optional(
        group({ http: v.optional(whole(1, 65535), 80), https: v.optional(whole(1, 65535), 443) }),
        {},
      ),
    }),
    v.pipe(
      given,
      agree<v.InferOutput<typeof given>>(
        ['listeners'],
        ({ listeners: { http, https } }) => http !== undefined || https !== undefined,
        'must name a listener for http, for https, or both',
      ),
    ),
  ],
  variantMessage(['own', 'given'], 'kind'),
);

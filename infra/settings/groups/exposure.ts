import * as v from 'valibot';
import { ranges } from '../addresses.ts';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { annotations } from '../labels.ts';
import { hostName, hostOrAddress, loadBalancerClass } from '../names.ts';
import { variantMessage, whole } from '../value-types.ts';
import { controller, podController } from './controller.ts';
import { gateway } from './gateway.ts';
import { tls } from './tls.ts';

const kinds = ['port-forward', 'node-port', 'ingress', 'gateway', 'load-balancer'] as const;

const noTls = {
  tls: 'is not possible here: nothing before the app could end TLS, or redirect to it; choose ingress, gateway or load-balancer',
};

const ingress = group({
  kind: v.literal('ingress'),
  /** Host name in the address that people type. */
  host: hostName(),
  /** Further annotations for the controller; they override the platform's. */
  annotations: v.optional(annotations(), {}),
  controller,
  /**
   * Certificate; absent: plain http. With it, http redirects to https; if `controller.kind` is other, `annotations` must do
   * that.
   */
  tls: v.exactOptional(tls),
});

const ownOrGivenGateway = group({
  kind: v.literal('gateway'),
  /** Host name in the address that people type. */
  host: hostName(),
  gateway,
  controller: podController,
  /** Certificate; absent: plain http. With it, http redirects to https. A given Gateway has certificates of its own. */
  tls: v.exactOptional(tls),
});

const loadBalancer = group({
  kind: v.literal('load-balancer'),
  /** Host in the app's URL: the name that points to the load balancer, or its address. */
  host: hostOrAddress(),
  /** Annotations of the Service, for the cloud that makes the load balancer. */
  annotations: v.optional(annotations(), {}),
  /** Load balancer class, when the cluster has several. Absent: the cloud's default. */
  className: v.exactOptional(loadBalancerClass()),
  /** Source ranges that are let in. Absent: any. */
  sourceRanges: v.exactOptional(ranges()),
  /** Certificate, from ACM only. Port 80 is closed then: a layer 4 load balancer cannot redirect. */
  tls: v.exactOptional(tls),
});

/** Exposure of the app to its users. The default opens nothing. */
export const exposure = v.variant(
  'kind',
  [
    group(
      {
        kind: v.literal('port-forward'),
        /** The port of your machine that `kubectl port-forward` listens on. */
        localPort: v.optional(whole(1, 65535), 8080),
      },
      [],
      noTls,
    ),
    group(
      {
        kind: v.literal('node-port'),
        /** The port of every node. */
        nodePort: v.optional(whole(30000, 32767), 30080),
        /** Host in the app's URL: the name or address of a node. */
        host: hostOrAddress(),
      },
      [],
      noTls,
    ),
    v.pipe(
      ingress,
      certificateFrom<v.InferOutput<typeof ingress>>(
        ['controller.kind'],
        ({ controller }) => (controller.kind === 'alb' ? ['acm'] : ['secret', 'cert-manager']),
        ({ controller }) =>
          controller.kind === 'alb' ? 'an ALB reads no Secrets' : 'only AWS takes certificates of ACM',
      ),
      publicHost<v.InferOutput<typeof ingress>>(),
    ),
    v.pipe(
      ownOrGivenGateway,
      certificateFrom<v.InferOutput<typeof ownOrGivenGateway>>(
        [],
        () => ['secret', 'cert-manager'],
        () => 'a Gateway reads its certificate from a Secret',
      ),
      crossCheck<v.InferOutput<typeof ownOrGivenGateway>>(
        ['tls', 'gateway.kind'],
        ({ tls, gateway }) => tls === undefined || gateway.kind === 'own',
        'must be absent, because who runs the given Gateway gives it its certificate',
      ),
      publicHost<v.InferOutput<typeof ownOrGivenGateway>>(),
    ),
    v.pipe(
      loadBalancer,
      certificateFrom<v.InferOutput<typeof loadBalancer>>(
        [],
        () => ['acm'],
        () => 'a load balancer for connections reads no Secrets; choose ingress or gateway for those',
      ),
      crossCheck<v.InferOutput<typeof loadBalancer>>(
        ['host', 'tls'],
        ({ host, tls }) => tls === undefined || !/^[\d.]+$/.test(host),
        'must be a DNS name, because a certificate of ACM is for one',
      ),
    ),
  ],
  variantMessage(kinds, 'kind'),
);

type Tls = v.InferOutput<typeof tls>;

/** Refuses a certificate source that the load balancer or controller cannot read. */
function certificateFrom<T extends { readonly tls?: Tls }>(
  reads: readonly string[],
  allowed: (settings: T) => ReadonlyArray<Tls['from']>,
  because: (settings: T) => string,
) {
  return crossCheck<T>(
    ['tls.from', ...reads],
    (settings) => settings.tls === undefined || allowed(settings).includes(settings.tls.from),
    (settings) => `must be ${allowed(settings).join(' or ')}, because ${because(settings)}`,
  );
}

/** Requires a public host with ACME: the authority validates it over the internet. */
function publicHost<T extends { readonly host: string; readonly tls?: Tls }>() {
  return crossCheck<T>(
    ['host', 'tls'],
    ({ host, tls }) =>
      tls?.from !== 'cert-manager' ||
      tls.issuer.kind !== 'acme' ||
      (host.includes('.') && !/(?:^|\.)(?:localhost|local|internal|test|example|invalid)$/.test(host)),
    'must be a name of the public DNS, because an ACME authority looks for it there; choose issuer.kind own-ca for others',
  );
}

import * as v from 'valibot';
import { ranges } from '../addresses.ts';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { annotations } from '../labels.ts';
import { hostName, hostOrAddress, loadBalancerClass } from '../names.ts';
import { variantMessage, whole } from '../values.ts';
import { controller, podController } from './controller.ts';
import { gateway } from './gateway.ts';
import { tls } from './tls.ts';

const kinds = ['port-forward', 'node-port', 'ingress', 'gateway', 'load-balancer'] as const;

const noTls = {
  tls: 'is not possible here: nothing before the app could end TLS, or redirect to it; choose ingress, gateway or load-balancer',
};

const ingress = group({
  kind: v.literal('ingress'),
  host: hostName(),
  /** What else the controller is to know; they win over what the platform says. */
  annotations: v.optional(annotations(), {}),
  controller,
  /** Absent: plain http. With it, http redirects to https; where `controller.kind` is other, that is up to `annotations`. */
  tls: v.exactOptional(tls),
});

const ownOrGivenGateway = group({
  kind: v.literal('gateway'),
  host: hostName(),
  gateway,
  controller: podController,
  /** Absent: plain http. With it, http redirects to https. A given Gateway has certificates of its own. */
  tls: v.exactOptional(tls),
});

const loadBalancer = group({
  kind: v.literal('load-balancer'),
  /** What people type: the name that points to the load balancer, or its address. */
  host: hostOrAddress(),
  annotations: v.optional(annotations(), {}),
  /** Which load balancer, where the cluster has several. Absent: the cloud's own. */
  className: v.exactOptional(loadBalancerClass()),
  /** Who may come. Absent: anybody. */
  sourceRanges: v.exactOptional(ranges()),
  /** From ACM only. Nothing listens for http then: a load balancer for connections cannot redirect. */
  tls: v.exactOptional(tls),
});

/** How people reach the app. The default opens nothing. */
export const exposure = v.variant(
  'kind',
  [
    group({ kind: v.literal('port-forward'), localPort: v.optional(whole(1, 65535), 8080) }, [], noTls),
    group(
      {
        kind: v.literal('node-port'),
        nodePort: v.optional(whole(30000, 32767), 30080),
        /** What people type: the name or address of a node. */
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
      agree<v.InferOutput<typeof ownOrGivenGateway>>(
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
      agree<v.InferOutput<typeof loadBalancer>>(
        ['host', 'tls'],
        ({ host, tls }) => tls === undefined || !/^[\d.]+$/.test(host),
        'must be a DNS name, because a certificate of ACM is for one',
      ),
    ),
  ],
  variantMessage(kinds, 'kind'),
);

type Tls = v.InferOutput<typeof tls>;

/** Who ends TLS can read certificates from some places only. */
function certificateFrom<T extends { readonly tls?: Tls }>(
  reads: readonly string[],
  allowed: (settings: T) => ReadonlyArray<Tls['from']>,
  because: (settings: T) => string,
) {
  return agree<T>(
    ['tls.from', ...reads],
    (settings) => settings.tls === undefined || allowed(settings).includes(settings.tls.from),
    (settings) => `must be ${allowed(settings).join(' or ')}, because ${because(settings)}`,
  );
}

/** An authority that asks the internet cannot vouch for a name that the internet does not know. */
function publicHost<T extends { readonly host: string; readonly tls?: Tls }>() {
  return agree<T>(
    ['host', 'tls'],
    ({ host, tls }) =>
      tls?.from !== 'cert-manager' ||
      tls.issuer.kind !== 'acme' ||
      (host.includes('.') && !/(?:^|\.)(?:localhost|local|internal|test|example|invalid)$/.test(host)),
    'must be a name of the public DNS, because an ACME authority looks for it there; choose issuer.kind own-ca for others',
  );
}

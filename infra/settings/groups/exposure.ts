import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { ranges } from '../ipv4-address-and-range-schemas.ts';
import { annotations } from '../label-and-annotation-schemas.ts';
import { hostName, hostOrAddress, loadBalancerClass } from '../name-and-url-schemas.ts';
import { flag, variantMessage, whole } from '../quantity-text-and-choice-schemas.ts';
import { controller, gatewayController } from './controller.ts';
import { tls } from './exposure-certificate.ts';
import { gateway } from './gateway.ts';

const kinds = ['port-forward', 'node-port', 'ingress', 'gateway', 'load-balancer'] as const;

const noTls = {
  tls: 'is not possible here: nothing before the app could end TLS, or redirect to it; choose ingress, gateway or load-balancer',
};

const ingress = group({
  kind: v.literal('ingress'),
  /** Host name in the address that people type. */
  host: hostName(),
  /** Further names of the app: the certificate is for them too, and `host` is the one that links are made with. */
  otherHosts: otherHosts(),
  /** Further annotations for the controller; they override the platform's. */
  annotations: v.optional(annotations(), {}),
  controller,
  /**
   * Certificate; absent: plain http. With it, http redirects to https; if `controller.kind` is other, `annotations` must do
   * that.
   */
  tls: v.exactOptional(tls),
  /**
   * Encrypts from the controller to the app's pods, too, at a port of their own. Traefik verifies their certificate; an ALB cannot;
   * if `controller.kind` is other, `annotations` must tell it to speak https and whom to trust.
   */
  backendTls: v.optional(flag(), false),
});

const ownOrGivenGateway = group({
  kind: v.literal('gateway'),
  /** Host name in the address that people type. */
  host: hostName(),
  /** Further names of the app: the certificate is for them too, and `host` is the one that links are made with. */
  otherHosts: otherHosts(),
  gateway,
  controller: gatewayController,
  /** Certificate; absent: plain http. With it, http redirects to https. A given Gateway has certificates of its own. */
  tls: v.exactOptional(tls),
  /**
   * Encrypts from the controller to the app's pods, too, at a port of their own. The controller has to know BackendTLSPolicy with a Secret:
   * it verifies their certificate by one.
   */
  backendTls: v.optional(flag(), false),
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
      publicHost<v.InferOutput<typeof ingress>>('host'),
      publicHost<v.InferOutput<typeof ingress>>('otherHosts'),
      eachHostOnce<v.InferOutput<typeof ingress>>(),
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
      crossCheck<v.InferOutput<typeof ownOrGivenGateway>>(
        ['backendTls', 'controller.kind'],
        ({ backendTls, controller }) => !backendTls || 'namespace' in controller,
        'must be false, because load balancers of Google and Azure have policies of their own for it',
      ),
      publicHost<v.InferOutput<typeof ownOrGivenGateway>>('host'),
      publicHost<v.InferOutput<typeof ownOrGivenGateway>>('otherHosts'),
      eachHostOnce<v.InferOutput<typeof ownOrGivenGateway>>(),
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

/** Requires public hosts with ACME: the authority validates each over the internet. */
function publicHost<T extends Named>(of: 'host' | 'otherHosts') {
  const isPublic = (host: string) =>
    host.includes('.') && !/(?:^|\.)(?:localhost|local|internal|test|example|invalid)$/.test(host);
  const byAcme = ({ tls }: T) => tls?.from === 'cert-manager' && tls.issuer.kind === 'acme';
  return crossCheck<T>(
    [of, 'tls'],
    (exposure) => !byAcme(exposure) || [exposure[of]].flat().every(isPublic),
    `must be ${of === 'host' ? 'a name' : 'names'} of the public DNS, because an ACME authority looks for it there; choose issuer.kind own-ca for others`,
  );
}

interface Named {
  readonly host: string;
  readonly otherHosts: readonly string[];
  readonly tls?: Tls;
}

function eachHostOnce<T extends Named>() {
  return crossCheck<T>(
    ['otherHosts', 'host'],
    ({ host, otherHosts }) => new Set([host, ...otherHosts]).size === otherHosts.length + 1,
    'must have each name once, and not that of host',
  );
}

function otherHosts() {
  return v.optional(v.array(hostName(), 'must be a list of DNS names'), []);
}

import type { Settings } from '../../settings/schema.ts';
import { ARGO_CD } from '../defaults/names-and-ports.ts';
import { nodePortService } from '../exposure/additional-node-port-service.ts';

export type ForArgoCd = Pick<Settings, 'delivery' | 'nodePorts'>;

type ArgoCdDelivery = Extract<Settings['delivery'], { readonly kind: 'argo-cd' }>;

/**
 * Values of the chart of Argo CD: what delivers from Git, and its page. Nobody signs in unless the settings say how, and
 * whoever is in no group that they name sees nothing.
 *
 * Its Redis is a cache, which may be away: one pod of it is enough. So is one controller, which a second one would not help
 * without sharding.
 */
export function argoCdValues(
  many: boolean,
  { delivery, nodePorts }: ForArgoCd,
): Readonly<Record<string, unknown>> {
  const signIn: ArgoCdDelivery['signIn'] = delivery.kind === 'argo-cd' ? delivery.signIn : { kind: 'none' };
  const replicas = many ? 2 : 1;
  return {
    configs: {
      cm: {
        'admin.enabled': signIn.kind === 'generated-password',
        'users.anonymous.enabled': false,
        ...HEALTH,
        ...(signIn.kind === 'oidc' && { url: signIn.address, 'oidc.config': oidcConfig(signIn) }),
      },
      params: {
        'controller.sync.timeout.seconds': SYNC_SECONDS,
        // A release says which objects it waits for.
        'controller.resource.health.persist': true,
      },
      ...(signIn.kind === 'oidc' && {
        rbac: { 'policy.default': '', 'policy.csv': policyOf(signIn), scopes: '[groups]' },
      }),
    },
    // Nobody signs in by Dex, and nobody asked for messages, or for Applications that are generated.
    applicationSet: { replicas: 0 },
    // Those of the chart let everybody reach its page; ours are in fence/pod-security-and-paths-by-add-on.ts.
    global: { networkPolicy: { create: false } },
    dex: { enabled: false },
    notifications: { enabled: false },
    ...(nodePorts.argoCd !== undefined && { extraObjects: [page(nodePorts.argoCd)] }),
    repoServer: { replicas },
    server: { replicas },
  };
}

/**
 * Health in Lua of kinds that Argo CD takes to be under way for as long as nobody needs them: a sync waits for all of them before
 * it deletes what is no longer wanted, and a release for the sync. A claim is pending until a pod mounts it, which that of the
 * dumps does at night; an Ingress has an address once its controller writes one there, which not all do.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
const HEALTH = {
  'resource.customizations.health.PersistentVolumeClaim':
    'return { status = obj.status ~= nil and obj.status.phase == "Lost" and "Degraded" or "Healthy" }',
  'resource.customizations.health.networking.k8s.io_Ingress': 'return { status = "Healthy" }',
};

/**
 * Time for everything to be applied and to get healthy. A sync that hangs takes no later commit until then, not even one that
 * goes back; one that has failed is not tried again before the next commit.
 */
const SYNC_SECONDS = 1800;

/** Service of its page at a port of the nodes: that of the chart would take a second one, for plain http. */
function page(nodePort: number): object {
  const labels = { 'app.kubernetes.io/name': ARGO_CD.server };
  const service = nodePortService({ name: ARGO_CD.server, labels, targetPort: ARGO_CD.serverPort, nodePort });
  return { apiVersion: 'v1', kind: 'Service', ...service };
}

type Oidc = Extract<ArgoCdDelivery['signIn'], { readonly kind: 'oidc' }>;

/** YAML of the provider: JSON is YAML, and quotes what people wrote. */
function oidcConfig({ issuer, clientId }: Oidc): string {
  return JSON.stringify({
    name: 'OpenID Connect',
    issuer,
    clientID: clientId,
    enablePKCEAuthentication: true,
    requestedScopes: ['openid', 'profile', 'email', 'groups'],
  });
}

function policyOf({ administrators, readers }: Oidc): string {
  const lines = [
    ...administrators.map((name) => `g, ${name}, role:admin`),
    ...readers.map((name) => `g, ${name}, role:readonly`),
  ];
  return lines.join('\n');
}

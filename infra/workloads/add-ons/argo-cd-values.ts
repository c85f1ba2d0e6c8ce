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
        ...(signIn.kind === 'oidc' && { url: signIn.address, 'oidc.config': oidcConfig(signIn) }),
      },
      params: { 'controller.sync.timeout.seconds': SYNC_SECONDS },
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

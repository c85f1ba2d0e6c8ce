import { toYaml } from '../../manifests/format-yaml.ts';
import type { Settings } from '../../settings/schema.ts';

/** Path of the file that says whom the API server takes, besides its own certificates and tokens. */
export const AUTHENTICATION_FILE = '/etc/rancher/k3s/authentication.yaml';

/**
 * Contents of that file, in the format of Kubernetes (AuthenticationConfiguration): people by an OpenID Connect provider, and
 * pipelines by the tokens of their runs; undefined for neither. Prefixes keep both from being anybody else in the cluster.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration
 */
export function authenticationConfig({ signIn, pipelines }: Settings['access']): string | undefined {
  const jwt = [
    ...(signIn
      ? [
          {
            issuer: { url: signIn.issuer, audiences: [signIn.clientId] },
            claimMappings: {
              username: { claim: signIn.userClaim, prefix: 'oidc:' },
              groups: { claim: signIn.groupsClaim, prefix: 'oidc:' },
            },
          },
        ]
      : []),
    ...(pipelines
      ? [
          {
            issuer: { url: pipelines.issuer, audiences: [pipelines.audience] },
            claimMappings: { username: { claim: 'sub', prefix: 'ci:' } },
          },
        ]
      : []),
  ];
  if (jwt.length === 0) return undefined;
  return toYaml([
    { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt },
  ]).trimEnd();
}

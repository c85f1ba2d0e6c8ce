import * as v from 'valibot';
import { group } from '../group.ts';
import { isWebAddress } from '../name-and-url-schemas.ts';
import { text, words } from '../quantity-text-and-choice-schemas.ts';

/**
 * Role bindings, by the names of users and groups in the cluster; a service account is the user
 * `system:serviceaccount:<namespace>:<name>`. The default binds the roles to nobody.
 */
export const access = group({
  /** Look at everything but Secrets, read logs, forward ports, restart Deployments. */
  developer: v.optional(holders(), {}),
  /** Look at everything but Secrets. */
  viewer: v.optional(holders(), {}),
  /** Apply what is in the namespace, and reset passwords of people. */
  ciCd: v.optional(holders(), {}),
  /** Start dumps, drills and restores. */
  backupOperator: v.optional(holders(), {}),
  /**
   * OpenID Connect provider that the API server takes people from, with a sign-in in the browser instead of tokens that somebody
   * hands out. On k3s `up` sets it; on other clusters it has to be set there, the same.
   */
  signIn: v.exactOptional(
    group({
      /** Issuer, as in its tokens. */
      issuer: issuer(),
      /** Client of the provider: public, with PKCE, and http://localhost:8000 as the redirect. */
      clientId: words('the ID of a client'),
      /** Claim that names the user, who is `oidc:<value>` in the cluster. */
      userClaim: v.optional(words('the name of a claim'), 'email'),
      /** Claim that lists the groups, each of which is `oidc:<name>` in the cluster. */
      groupsClaim: v.optional(words('the name of a claim'), 'groups'),
    }),
  ),
  /**
   * Issuer that the API server takes pipelines from: each run gets a token of its own, and nothing that lasts is stored. A run is the
   * user `ci:<subject>`, such as `ci:repo:acme/finance:environment:prod`, for `ciCd.users`.
   */
  pipelines: v.exactOptional(
    group({
      /** Issuer, as in its tokens. */
      issuer: v.optional(issuer(), 'https://token.actions.githubusercontent.com'),
      /** Audience that the pipeline asks a token for; one that no other cluster has. */
      audience: words('a name that no other cluster has, such as finance-lab'),
    }),
  ),
});

function issuer() {
  return text(
    'the https address of an issuer, without a slash at the end',
    (word) => isWebAddress(word) && !word.endsWith('/'),
  );
}

function holders() {
  return group({
    /** Groups that have the role. */
    groups: v.optional(names('a group'), []),
    /** Users that have the role. */
    users: v.optional(names('a user'), []),
  });
}

function names(of: string) {
  const what = `the name of ${of}, and none that is everybody's, such as system:authenticated`;
  const name = words(what, (word) => EVERYBODY.has(word));
  return v.array(name, `must be a list of names, each of ${of}`);
}

/** Users and groups of Kubernetes that include everybody who reaches the API server, or every pod. */
const EVERYBODY = new Set([
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
]);

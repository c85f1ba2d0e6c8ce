import { Problem } from '../command/problem.ts';
import type { Settings } from '../settings/schema.ts';
import type { ExecUser } from './render-kubeconfig-for-one-user.ts';

const EXEC = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'IfAvailable' };

/**
 * User who signs in with the provider of the settings: people in the browser, by `kubectl oidc-login`; a pipeline by the token of
 * its run.
 *
 * @throws Problem for a role that nobody holds, and without a provider
 */
export function signInUser(role: string, { access }: Settings): ExecUser {
  const key = role.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as 'developer' | 'ciCd';
  const { groups, users } = access[key];
  const isPipeline = role === 'ci-cd';
  const prefix = isPipeline ? 'ci:' : 'oidc:';
  const { signIn, pipelines } = access;
  if (isPipeline ? !pipelines : !signIn)
    throw new Problem(
      `set access.${isPipeline ? 'pipelines' : 'signIn'}: without it nobody signs in by himself as ${role}`,
    );
  if (![...groups, ...users].some((name) => name.startsWith(prefix)))
    throw new Problem(
      `nobody who signs in holds the role ${role}: add one to access.${key}, whose name begins with ${prefix}`,
    );
  return isPipeline ? pipelineUser(pipelines?.audience ?? '') : personUser(signIn);
}

function personUser(signIn: Settings['access']['signIn']): ExecUser {
  return {
    exec: {
      ...EXEC,
      command: 'kubectl',
      args: [
        'oidc-login',
        'get-token',
        `--oidc-issuer-url=${signIn?.issuer}`,
        `--oidc-client-id=${signIn?.clientId}`,
        '--oidc-extra-scope=email',
        '--oidc-extra-scope=groups',
        '--oidc-pkce-method=S256',
      ],
      installHint: 'kubectl krew install oidc-login, or https://github.com/int128/kubelogin',
    },
  };
}

/** Asks the runner of GitHub Actions for a token, which takes the permission `id-token: write`. */
function pipelineUser(audience: string): ExecUser {
  const ask = `curl --fail --silent --show-error --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${encodeURIComponent(audience)}"`;
  const find = String.raw`sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p'`;
  const answer = `'{"apiVersion":"${EXEC.apiVersion}","kind":"ExecCredential","status":{"token":"%s"}}'`;
  return {
    exec: {
      ...EXEC,
      interactiveMode: 'Never',
      command: 'sh',
      args: ['-c', `token=$(${ask} | ${find}); [ -n "$token" ] && printf ${answer} "$token"`],
    },
  };
}

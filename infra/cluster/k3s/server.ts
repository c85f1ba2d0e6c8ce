import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { AUTHENTICATION_FILE } from './authentication-config.ts';
import { INSTALL, installation } from './build-install-script.ts';
import { administratorOf } from './issue-administrator-kubeconfig.ts';
import { serverConfig } from './k3s-config-file.ts';
import type { K3sSettings } from './k3s-settings-type.ts';
import type { Machine } from './run-scripts-locally-or-by-ssh.ts';
import { scriptText } from './script-with-quoted-variables.ts';

export interface Server {
  readonly installed: pulumi.Resource;
  /** Complete kubeconfig of the administrator; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /**
   * Token by which an agent authenticates, and recognizes the server: it carries the fingerprint of the cluster's CA. A
   * secret.
   */
  readonly joinToken: () => pulumi.Output<string>;
}

export interface ServerOptions {
  readonly parent: pulumi.Resource;
  readonly protect: boolean;
  /** Whom the API server takes besides; undefined for nobody. */
  readonly authentication?: string | undefined;
  /** Store of the snapshots of etcd, with its key; undefined for none. */
  readonly etcdStore?: pulumi.Output<string> | undefined;
}

/** Makes a machine the server. A protected one, and everything on it, survives a destroy. */
export function serverOn(
  machine: Machine,
  name: string,
  settings: K3sSettings,
  { parent, protect, authentication, etcdStore }: ServerOptions,
): Server {
  const [host, address] =
    settings.hosts === 'local'
      ? ['local', '127.0.0.1']
      : [settings.hosts.server.host, settings.hosts.server.host];
  const token = (which: string) =>
    pulumi.secret(
      // The datastore is encrypted with it, so it must never change.
      new RandomPassword(`${name}/${which}`, { length: 48, special: false }, { parent, protect }).result,
    );
  const agentToken = token('agent-token');
  const { script, state } = installation(
    'server',
    settings,
    serverConfig(
      settings,
      authentication === undefined ? [] : [`authentication-config=${AUTHENTICATION_FILE}`],
    ),
    { TOKEN: token('token'), AGENT_TOKEN: agentToken },
    authentication === undefined ? {} : { AUTHENTICATION: authentication },
    etcdStore === undefined ? {} : { ETCD_S3: etcdStore },
  );
  const installed = machine.run(
    `${name}/server`,
    { input: script, ...INSTALL },
    // Earlier versions named it by the address of the host.
    { parent, protect, aliases: [{ name: `${name}/server/${host}` }] },
  );
  return {
    installed,
    kubeconfig: administratorOf(name, { machine, address, state, installed, parent }),
    joinToken() {
      const { stdout } = machine.run(
        `${name}/authority`,
        {
          input: scriptText({ file: 'authority-fingerprint.sh', variables: { AGAIN: state } }),
          create: 'sh -s',
          answers: true,
        },
        // Earlier versions returned the whole token.
        { parent, dependsOn: installed, aliases: [{ name: `${name}/join-token` }] },
      );
      return pulumi.secret(pulumi.interpolate`K10${stdout}::node:${agentToken}`);
    },
  };
}

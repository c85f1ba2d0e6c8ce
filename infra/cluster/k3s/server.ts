import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { administratorOf } from './administrator.ts';
import { serverConfig } from './config.ts';
import { INSTALL, installation } from './installation.ts';
import type { Machine } from './machine.ts';
import type { K3sSettings } from './release.ts';
import { scriptText } from './script.ts';

export interface Server {
  readonly installed: pulumi.Resource;
  /** Complete, for the administrator; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What an agent proves itself with, and knows the server by: it carries the fingerprint of its authority. A secret. */
  readonly joinToken: () => pulumi.Output<string>;
}

/** Makes a machine the server. Where it is protected, a destroy leaves it alone, and all that is on it. */
export function serverOn(
  machine: Machine,
  name: string,
  settings: K3sSettings,
  { parent, protect }: { readonly parent: pulumi.Resource; readonly protect: boolean },
): Server {
  const [host, address] =
    settings.hosts === 'local'
      ? ['local', '127.0.0.1']
      : [settings.hosts.server.host, settings.hosts.server.host];
  const token = (which: string) =>
    pulumi.secret(
      // Its database is encrypted with it, so it stays for ever.
      new RandomPassword(`${name}/${which}`, { length: 48, special: false }, { parent, protect }).result,
    );
  const agentToken = token('agent-token');
  const { script, state } = installation('server', settings, serverConfig(settings), {
    TOKEN: token('token'),
    AGENT_TOKEN: agentToken,
  });
  const installed = machine.run(
    `${name}/server`,
    { input: script, ...INSTALL },
    // Once it was named by the address of the host.
    { parent, protect, aliases: [{ name: `${name}/server/${host}` }] },
  );
  return {
    installed,
    kubeconfig: administratorOf(name, { machine, address, state, installed, parent }),
    joinToken() {
      const { stdout } = machine.run(
        `${name}/authority`,
        {
          input: scriptText({ file: 'authority.sh', variables: { AGAIN: state } }),
          create: 'sh -s',
          answers: true,
        },
        // Once it was the whole token.
        { parent, dependsOn: installed, aliases: [{ name: `${name}/join-token` }] },
      );
      return pulumi.secret(pulumi.interpolate`K10${stdout}::node:${agentToken}`);
    },
  };
}

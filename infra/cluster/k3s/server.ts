import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { serverConfig } from './config.ts';
import { INSTALL, installation } from './installation.ts';
import type { Machine } from './machine.ts';
import type { K3sSettings } from './release.ts';

export interface Server {
  readonly installed: pulumi.Resource;
  /** As k3s wrote it, for programs on the host. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What an agent proves itself with, and knows the server by: it carries the fingerprint of its authority. */
  readonly joinToken: () => pulumi.Output<string>;
}

/** Makes a machine the server. Where it is protected, a destroy leaves it alone, and all that is on it. */
export function serverOn(
  machine: Machine,
  name: string,
  settings: K3sSettings,
  { parent, protect }: { readonly parent: pulumi.Resource; readonly protect: boolean },
): Server {
  const host = settings.hosts === 'local' ? 'local' : settings.hosts.server.host;
  const token = (which: string) =>
    pulumi.secret(
      // Its database is encrypted with it, so it stays for ever.
      new RandomPassword(`${name}/${which}`, { length: 48, special: false }, { parent, protect }).result,
    );
  const { script, state } = installation('server', settings, serverConfig(settings), {
    TOKEN: token('token'),
    AGENT_TOKEN: token('agent-token'),
  });
  const installed = machine.run(
    `${name}/server`,
    { input: script, ...INSTALL },
    // Once it was named by the address of the host.
    { parent, protect, aliases: [{ name: `${name}/server/${host}` }] },
  );
  // k3s may write others when it restarts.
  const written = (what: string, file: string) =>
    pulumi.secret(
      machine.run(
        `${name}/${what}`,
        { input: state, create: `cat ${file}`, secret: true },
        { parent, dependsOn: installed },
      ).stdout,
    );
  return {
    installed,
    kubeconfig: written('kubeconfig', '/etc/rancher/k3s/k3s.yaml'),
    joinToken: () => written('join-token', '/var/lib/rancher/k3s/server/agent-token'),
  };
}

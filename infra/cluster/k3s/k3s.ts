import * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import { agentOn } from './agent.ts';
import type { Machine } from './machine.ts';
import type { K3sSettings } from './release.ts';
import { serverOn } from './server.ts';

export interface K3sProps {
  readonly settings: K3sSettings;
  /** The machine of a host; without one, the machine that Pulumi runs on. */
  readonly machineOf: (host?: Host) => Machine;
  /** Whether a destroy leaves the server alone, and all that is on it. */
  readonly protect: boolean;
}

/**
 * A k3s cluster: the server, then one agent after the other. An upgrade goes the same way; a step that fails stops it, and
 * the next `up` goes on there.
 */
export class K3s extends pulumi.ComponentResource {
  /** Complete, for the administrator; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What has to be there before anything goes into the cluster. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, props: K3sProps, opts?: pulumi.ComponentResourceOptions) {
    const { settings, machineOf, protect } = props;
    const [server, agents] = settings.hosts === 'local' ? [] : [settings.hosts.server, settings.hosts.agents];
    super('finance-platform:cluster:K3s', name, {}, opts);

    const serverMachine = machineOf(server);
    const first = serverOn(serverMachine, name, settings, { parent: this, protect });
    let last = first.installed;
    if (server !== undefined && agents !== undefined && agents.length > 0) {
      const joinToken = first.joinToken();
      for (const agent of agents) {
        const machine = machineOf(agent);
        const steps = {
          agent,
          server,
          settings,
          joinToken,
          machine,
          serverMachine,
          parent: this,
          after: last,
        };
        last = agentOn(`${name}/agent`, steps);
      }
    }
    this.kubeconfig = first.kubeconfig;
    this.ready = [last];
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }
}

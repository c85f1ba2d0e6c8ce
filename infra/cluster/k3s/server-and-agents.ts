import * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import { agentOn } from './agent.ts';
import type { K3sSettings } from './k3s-settings-type.ts';
import type { Machine } from './run-scripts-locally-or-by-ssh.ts';
import { serverOn } from './server.ts';

export interface K3sProps {
  readonly settings: K3sSettings;
  /** Returns the machine of a host; without one, the machine that Pulumi runs on. */
  readonly machineOf: (host?: Host) => Machine;
  /** Whom the API server takes besides; undefined for nobody. */
  readonly authentication?: string | undefined;
  /** Store of the snapshots of etcd, with its key; undefined for none. */
  readonly etcdStore?: pulumi.Output<string> | undefined;
  /** Keeps the server, and everything on it, when the stack is destroyed. */
  readonly protect: boolean;
}

/**
 * A k3s cluster: the server, then one agent after the other. An upgrade goes in the same order; a failing step stops it, and
 * the next `up` resumes there.
 */
export class K3s extends pulumi.ComponentResource {
  /** Complete kubeconfig of the administrator; a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Resources to wait for before anything goes into the cluster. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, props: K3sProps, opts?: pulumi.ComponentResourceOptions) {
    const { settings, machineOf, protect, authentication, etcdStore } = props;
    const [server, agents] = settings.hosts === 'local' ? [] : [settings.hosts.server, settings.hosts.agents];
    super('finance-platform:cluster:K3s', name, {}, opts);

    const serverMachine = machineOf(server);
    const first = serverOn(serverMachine, name, settings, {
      parent: this,
      protect,
      authentication,
      etcdStore,
    });
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

import type * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import { INSTALL, installation } from './build-install-script.ts';
import { agentConfig, nodeName } from './k3s-config-file.ts';
import type { K3sSettings } from './k3s-settings-type.ts';
import type { Machine, Run } from './run-scripts-locally-or-by-ssh.ts';
import { scriptText } from './script-with-quoted-variables.ts';

export interface AgentProps {
  readonly agent: Host;
  readonly server: Host;
  readonly settings: K3sSettings;
  readonly joinToken: pulumi.Output<string>;
  /** Machine of the agent; `serverMachine` is the server's. */
  readonly machine: Machine;
  readonly serverMachine: Machine;
  readonly parent: pulumi.Resource;
  /** Step to wait for. */
  readonly after: pulumi.Resource;
}

/**
 * Joins a machine as an agent in three steps: drain its node, install k3s, uncordon the node. Removal runs the same three in
 * reverse: drain, uninstall, delete the node.
 *
 * The node stays the same as long as its name does, at whatever address.
 *
 * @param prefix of the names of its steps
 * @returns the last step
 */
export function agentOn(prefix: string, props: AgentProps): pulumi.Resource {
  const { agent, server, settings, machine, serverMachine, parent, after } = props;
  const { script, state } = installation('agent', settings, agentConfig(agent, server), {
    TOKEN: props.joinToken,
    AGENT_TOKEN: '',
  });
  const node = scriptText({
    file: 'drain-node.sh',
    variables: { NODE: nodeName(agent), VERSION: settings.version, STATE: state },
  });
  const step = (suffix: string, on: Machine, run: Run, dependsOn: pulumi.Resource) => {
    // Earlier versions named the steps by the address of the host.
    const aliases = agent.name === undefined ? [] : [{ name: `${prefix}/${agent.host}${suffix}` }];
    return on.run(`${prefix}/${nodeName(agent)}${suffix}`, run, { parent, dependsOn, aliases });
  };
  const [OUT, IN] = [
    { input: node, create: 'sh -s -- out', delete: 'sh -s -- forget' },
    { input: node, create: 'sh -s -- in', delete: 'sh -s -- empty' },
  ];
  const out = step('/out', serverMachine, OUT, after);
  const installed = step('', machine, { input: script, ...INSTALL }, out);
  return step('/in', serverMachine, IN, installed);
}

import type * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import { agentConfig, nodeName } from './config.ts';
import { INSTALL, installation } from './installation.ts';
import type { Machine, Run } from './machine.ts';
import type { K3sSettings } from './release.ts';
import { scriptText } from './script.ts';

export interface AgentProps {
  readonly agent: Host;
  readonly server: Host;
  readonly settings: K3sSettings;
  readonly joinToken: pulumi.Output<string>;
  /** Of the agent, and of the server. */
  readonly machine: Machine;
  readonly serverMachine: Machine;
  readonly parent: pulumi.Resource;
  /** What has to be done before. */
  readonly after: pulumi.Resource;
}

/**
 * Makes a machine an agent in three steps: its node is emptied, its k3s put in place, its node let in again. Taken away,
 * the same three go backwards: emptied, removed, forgotten.
 *
 * It is the same node as long as its name stays, at whatever address.
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
    file: 'node.sh',
    variables: { NODE: nodeName(agent), VERSION: settings.version, STATE: state },
  });
  const step = (suffix: string, on: Machine, run: Run, dependsOn: pulumi.Resource) => {
    // Once they were named by the address of the host.
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

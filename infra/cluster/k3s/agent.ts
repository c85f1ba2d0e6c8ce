import type * as pulumi from '@pulumi/pulumi';
import type { Host } from '../../settings/groups/k3s.ts';
import { agentConfig, nodeName } from './config.ts';
import { installation } from './installation.ts';
import type { Machine } from './machine.ts';
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
 * @returns the last step
 */
export function agentOn(name: string, props: AgentProps): pulumi.Resource {
  const { agent, server, settings, machine, serverMachine, parent, after } = props;
  const { script, state } = installation('agent', settings, agentConfig(agent, server), {
    TOKEN: props.joinToken,
    AGENT_TOKEN: '',
  });
  const node = scriptText({
    file: 'node.sh',
    variables: { NODE: nodeName(agent), VERSION: settings.version, STATE: state },
  });
  const out = serverMachine.run(
    `${name}/out`,
    { input: node, create: 'sh -s -- out', delete: 'sh -s -- forget' },
    { parent, dependsOn: after },
  );
  const installed = machine.run(
    name,
    { input: script, create: 'sh -s -- up', delete: 'sh -s -- down' },
    { parent, dependsOn: out },
  );
  return serverMachine.run(
    `${name}/in`,
    { input: node, create: 'sh -s -- in', delete: 'sh -s -- empty' },
    { parent, dependsOn: installed },
  );
}

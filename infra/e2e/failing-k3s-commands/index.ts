/**
 * Pulumi program of a k3s cluster alone. It repeats each of its commands `leaks:times` times in two ways. `failing` fails when it is
 * created, and is there while `leaks:verb` is `create`. `again` is created unchanged; it fails when it is updated, which it is while
 * `leaks:verb` is `update`, and when it is deleted, which it is once its name is among `leaks:dropped`. Each fails after all of its output.
 */
import * as pulumi from '@pulumi/pulumi';
import {
  connectionOf,
  type Machine,
  type Run,
  remoteMachine,
  thisMachine,
} from '../../cluster/k3s/run-scripts-locally-or-by-ssh.ts';
import { K3s } from '../../cluster/k3s/server-and-agents.ts';
import { stackSettings } from '../../stack/read-settings-from-pulumi-config.ts';

const { cluster, secrets } = stackSettings();
if (cluster.provider !== 'k3s') throw new Error('this is about k3s');
const connection = connectionOf(cluster.ssh, secrets);
const config = new pulumi.Config('leaks');
const times = config.getNumber('times') ?? 0;
const verb = config.get('verb');
const dropped = config.getObject<readonly string[]>('dropped') ?? [];

const { kubeconfig } = new K3s('k3s', {
  settings: cluster,
  machineOf: (host) => repeating(host ? remoteMachine(host, connection) : thisMachine),
  protect: false,
});

function repeating(machine: Machine): Machine {
  return {
    run(name, run, options) {
      const { update: _, delete: __, ...once } = run;
      const { parent } = options;
      const again = parent === undefined ? {} : { parent };
      for (let time = 1; time <= times; time++) {
        if (!dropped.includes(name)) machine.run(`${name}/again-${time}`, failingLater(run), again);
        if (verb === 'create')
          machine.run(`${name}/failing-${time}`, { ...once, create: failing(run.create) }, again);
      }
      return machine.run(name, run, options);
    },
  };
}

function failingLater({ input, create, update = create, delete: remove, ...more }: Run): Run {
  return {
    ...more,
    input: verb === 'update' ? pulumi.interpolate`# changed\n${input}` : input,
    create,
    update: failing(update),
    ...(remove !== undefined && { delete: failing(remove) }),
  };
}

function failing(command: string): string {
  return `sh -c '${command}; exit 7'`;
}

export default { kubeconfig };

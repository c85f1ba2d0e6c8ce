/**
 * A Pulumi program of a k3s cluster alone. Each of its commands is there `leaks:times` times more: as it is, and once more so
 * that it fails after all that it has to say.
 */
import * as pulumi from '@pulumi/pulumi';
import { K3s } from '../../cluster/k3s/k3s.ts';
import { connectionOf, type Machine, remoteMachine, thisMachine } from '../../cluster/k3s/machine.ts';
import { stackSettings } from '../../stack/settings.ts';

const { cluster, secrets } = stackSettings();
if (cluster.provider !== 'k3s') throw new Error('this is about k3s');
const connection = connectionOf(cluster.ssh, secrets);
const times = new pulumi.Config('leaks').getNumber('times') ?? 0;

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
        machine.run(`${name}/again-${time}`, once, again);
        machine.run(`${name}/failing-${time}`, { ...once, create: `sh -c '${run.create}; exit 7'` }, again);
      }
      return machine.run(name, run, options);
    },
  };
}

export default { kubeconfig };

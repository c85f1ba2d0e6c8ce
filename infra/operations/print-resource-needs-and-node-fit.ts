import { parseArgs } from 'node:util';
import { readWithUsage } from '../command/read-with-usage.ts';
import { describeFit, describeNeeds } from '../manifests/describe-resource-needs-and-fit.ts';
import { fitNodes } from '../manifests/fit-nodes.ts';
import { type PeakPods, peakPods, volumesOf } from '../manifests/peak-usage.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { kubectlFor } from './kubectl.ts';
import { roomsOfCluster, roomsOfSizes } from './node-rooms-from-cluster-or-sizes.ts';

/**
 * Tells what a stack asks for before it starts, and with nodes, where it does not fit.
 *
 * @returns the exit code: 1 when a pod finds no room
 * @throws Problem for wrong arguments, and for a cluster that does not answer, or not to who asks; nothing is told then
 */
export function needs(args: readonly string[], say: (line: string) => void, root?: string): number {
  const { stack, sizes, cluster } = readArguments(args);
  const settings = readStackFile(stack, root);
  const objects = objectsIn(platform(settings).app);
  const workloads = peakPods(objects);
  // First, so that nobody gets half an answer from a cluster that gives none.
  const nodes = cluster ? roomsOfCluster(kubectlFor(settings, say), namespacesOf(workloads)) : sizes;
  say(`${stack} asks for, during a rollout at full scale:`);
  for (const line of describeNeeds(objects)) say(line);
  const addOns = Object.keys(settings.addOns);
  say(
    `on top of it come the system of each node${addOns.length > 0 ? `, and add-ons: ${addOns.join(', ')}` : ''}`,
  );
  if (nodes.length === 0) return 0;
  const fit = fitNodes(workloads, volumesOf(objects), nodes);
  say(cluster ? 'the nodes of the cluster, without the pods of others:' : 'nodes of these sizes:');
  for (const line of describeFit(nodes, fit, workloads)) say(line);
  return fit.homeless.length + fit.volumes.length === 0 ? 0 : 1;
}

/** Namespaces with pods of the platform: those of add-ons are not among them, and their pods are of others. */
export function namespacesOf(workloads: readonly PeakPods[]): readonly string[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))].toSorted();
}

function readArguments(args: readonly string[]) {
  const usage = 'usage: npm run -s needs -- [--stack STACK] [--cluster | --nodes CORES/MEMORY[/DISK],…]';
  return readWithUsage(usage, () => {
    const options = {
      stack: { type: 'string', default: 'dev' },
      nodes: { type: 'string' },
      cluster: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { stack, nodes, cluster } = values;
    if (cluster && nodes !== undefined) throw new Error('the nodes of the cluster or sizes, not both');
    return { stack, cluster, sizes: nodes === undefined ? [] : roomsOfSizes(nodes) };
  });
}

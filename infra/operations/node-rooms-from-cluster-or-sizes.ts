import { Problem } from '../command/problem.ts';
import type { NodeRoom } from '../manifests/fit-nodes.ts';
import { quantity } from '../manifests/quantity.ts';
import type { Kubectl } from './kubectl.ts';

interface Node {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly unschedulable?: boolean;
    readonly taints?: ReadonlyArray<{ readonly effect: string }>;
  };
  readonly status: { readonly allocatable: { readonly cpu: string; readonly memory: string } };
}

interface Pod {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: ReadonlyArray<{
      readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
    }>;
  };
}

/**
 * Room of the nodes of a cluster that take pods, without what the pods of others request there.
 *
 * @param ours namespaces whose pods do not count, because they are what needs the room
 * @throws Problem for who may not read nodes or the pods of all namespaces, as no role of the platform may
 */
export function roomsOfCluster(kubectl: Kubectl, ours: readonly string[]): readonly NodeRoom[] {
  const list = (...what: string[]) => JSON.parse(read(kubectl, ['get', ...what, '--output', 'json']));
  const nodes: Node[] = list('nodes').items;
  const running = 'status.phase!=Succeeded,status.phase!=Failed';
  const pods: Pod[] = list('pods', '--all-namespaces', '--field-selector', running).items;
  return nodes
    .filter(
      ({ spec }) => !spec.unschedulable && !spec.taints?.some(({ effect }) => effect !== 'PreferNoSchedule'),
    )
    .map(({ metadata: { name }, status: { allocatable } }) => {
      const others = pods
        .filter(({ metadata, spec }) => spec.nodeName === name && !ours.includes(metadata.namespace))
        .flatMap(({ spec }) => spec.containers.map(({ resources }) => resources?.requests ?? {}));
      const taken = (resource: string) =>
        others.reduce((sum, requests) => sum + quantity(requests[resource] ?? 0), 0);
      return {
        name,
        cpu: quantity(allocatable.cpu) - taken('cpu'),
        memory: quantity(allocatable.memory) - taken('memory'),
      };
    });
}

function read(kubectl: Kubectl, args: readonly string[]): string {
  try {
    return kubectl(args, { quiet: true });
  } catch (error) {
    if (!(error instanceof Problem) || !error.message.includes('(Forbidden)')) throw error;
    throw new Problem(
      `--cluster reads the nodes and all pods of the cluster, as its administrator: this kubeconfig may not\n` +
        `--nodes 4/16Gi/100Gi,4/16Gi/100Gi, the cores, memory and disk of each node, asks no cluster (${error.message})`,
    );
  }
}

/** Parses sizes of nodes, such as `4/16Gi,2/8Gi/100Gi`. @throws Error for anything else */
export function roomsOfSizes(text: string): readonly NodeRoom[] {
  return text.split(',').map((size, index) => {
    const [, cpu, memory, disk] = /^(\d+(?:\.\d+)?)\/(\d+[MG]i)(?:\/(\d+[GT]i))?$/.exec(size) ?? [];
    if (cpu === undefined || memory === undefined)
      throw new Error(
        `--nodes takes cores, memory and perhaps disk of each, such as 4/16Gi,4/16Gi/100Gi, not "${size}"`,
      );
    return {
      ...{ name: `node ${index + 1}`, cpu: quantity(cpu), memory: quantity(memory) },
      ...(disk !== undefined && { disk: quantity(disk) }),
    };
  });
}

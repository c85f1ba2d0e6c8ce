import type { ClaimedVolume, PeakPods } from './peak-usage.ts';

/** What a node has for pods: cores, and bytes of memory and of disk. */
export interface NodeRoom {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  /** @default not known, so that volumes are not placed */
  readonly disk?: number;
}

export interface Fit {
  /** What is left on each node once all pods have a place, in the order of the nodes. */
  readonly left: readonly NodeRoom[];
  /** Workloads with pods that no node has room for, and how many. */
  readonly homeless: ReadonlyArray<{ readonly workload: string; readonly pods: number }>;
  /** Volumes that no disk has room for. */
  readonly volumes: readonly ClaimedVolume[];
}

/**
 * Places pods on nodes, and volumes on their disks, by what they request: the largest first, each where most memory is left, as a scheduler that spreads
 * would. Rules of placement, such as a volume that one node has, may leave less room than this.
 */
export function fitNodes(
  workloads: readonly PeakPods[],
  volumes: readonly ClaimedVolume[],
  nodes: readonly NodeRoom[],
): Fit {
  const left: Room[] = nodes.map((node) => ({ ...node }));
  const homeless = new Map<string, number>();
  const take = (node: Room, { each }: PeakPods) => {
    node.cpu -= each['requests.cpu'] ?? 0;
    node.memory -= each['requests.memory'] ?? 0;
  };
  const fits = (node: NodeRoom, { each }: PeakPods) =>
    node.cpu + ROUNDING >= (each['requests.cpu'] ?? 0) && node.memory >= (each['requests.memory'] ?? 0);
  const miss = ({ workload }: PeakPods) => homeless.set(workload, (homeless.get(workload) ?? 0) + 1);

  for (const workload of workloads.filter(({ onEachNode }) => onEachNode))
    for (const node of left) fits(node, workload) ? take(node, workload) : miss(workload);
  const largest = workloads
    .filter(({ onEachNode }) => !onEachNode)
    .toSorted((a, b) => (b.each['requests.memory'] ?? 0) - (a.each['requests.memory'] ?? 0));
  for (const workload of largest) {
    for (let pod = 0; pod < workload.pods; pod += 1) {
      const [node] = left.filter((one) => fits(one, workload)).toSorted((a, b) => b.memory - a.memory);
      if (node) take(node, workload);
      else miss(workload);
    }
  }
  return {
    left,
    homeless: [...homeless].map(([workload, pods]) => ({ workload, pods })),
    volumes: placeVolumes(volumes, left),
  };
}

type Room = { -readonly [Key in keyof NodeRoom]: NodeRoom[Key] };

/** Takes each volume from the disk with most room, the largest first. @returns those that find none */
function placeVolumes(volumes: readonly ClaimedVolume[], nodes: readonly Room[]): readonly ClaimedVolume[] {
  const disks = nodes.filter((node): node is Room & { disk: number } => node.disk !== undefined);
  if (disks.length === 0) return [];
  return volumes
    .toSorted((a, b) => b.size - a.size)
    .filter(({ size }) => {
      const [most] = disks.toSorted((a, b) => b.disk - a.disk);
      if (!most || most.disk < size) return true;
      most.disk -= size;
      return false;
    });
}

/** Tolerance for sums of decimal fractions. */
const ROUNDING = 1e-6;

import type { Fit, NodeRoom } from './fit-nodes.ts';
import type { KubeObject } from './object.ts';
import { type PeakPods, peakUsage, volumesOf } from './peak-usage.ts';

/** What the objects ask for during a rollout at full scale, in one line. */
export function needsInOneLine(objects: readonly KubeObject[]): string {
  const used = peakUsage(objects);
  return `asks for ${cores(used['requests.cpu'])}, ${gibibytes(used['requests.memory'])} of memory and ${gibibytes(used['requests.storage'])} of volumes during a rollout at full scale`;
}

/** What the objects ask for, line by line; quotas are made of the same sums. */
export function describeNeeds(objects: readonly KubeObject[]): readonly string[] {
  const used = peakUsage(objects);
  return [
    `  CPU      ${cores(used['requests.cpu'])}, and up to ${cores(used['limits.cpu'])}`,
    `  memory   ${gibibytes(used['requests.memory'])}, and up to ${gibibytes(used['limits.memory'])}`,
    `  volumes  ${gibibytes(used['requests.storage'])}, the largest ${gibibytes(Math.max(0, ...volumesOf(objects).map(({ size }) => size)))}`,
    `  pods     ${used['pods'] ?? 0}`,
  ];
}

/** What each node has and keeps, and which pods and volumes find no room. */
export function describeFit(
  nodes: readonly NodeRoom[],
  { left, homeless, volumes }: Fit,
  workloads: readonly PeakPods[],
): readonly string[] {
  const each = nodes.map(({ name, ...room }, index) => {
    return `  ${name}: ${described(room)}, of which ${described(left[index])} are left`;
  });
  const missing = homeless.map(({ workload, pods }) => {
    const of = workloads.find((one) => one.workload === workload)?.each;
    const size = `${cores(of?.['requests.cpu'])} and ${gibibytes(of?.['requests.memory'])}`;
    return `  no node has room for ${pods} of the pods of ${workload}, of ${size} each`;
  });
  const unplaced = volumes.map(
    ({ of, size }) => `  no disk has room for a volume of ${of}, of ${gibibytes(size)}`,
  );
  return [...each, ...missing, ...unplaced];
}

function described({ cpu, memory, disk }: Partial<NodeRoom> = {}): string {
  return disk === undefined
    ? `${cores(cpu)} and ${gibibytes(memory)}`
    : `${cores(cpu)}, ${gibibytes(memory)} and ${gibibytes(disk)} of disk`;
}

function cores(amount = 0): string {
  const rounded = Number(amount.toFixed(2));
  return `${rounded} ${rounded === 1 ? 'core' : 'cores'}`;
}

function gibibytes(bytes = 0): string {
  return `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;
}

import { describe, expect, it } from 'vitest';
import { fitNodes } from './fit-nodes.ts';

const GIB = 2 ** 30;
const workload = (name: string, pods: number, cpu: number, gibibytes: number, onEachNode = false) => ({
  workload: name,
  namespace: 'finance',
  pods,
  onEachNode,
  each: { 'requests.cpu': cpu, 'requests.memory': gibibytes * GIB },
});
const node = (name: string, cpu: number, gibibytes: number) => ({ name, cpu, memory: gibibytes * GIB });

describe('fitNodes', () => {
  it('spreads pods, and tells what is left', () => {
    const { left, homeless } = fitNodes(
      [workload('web', 4, 0.25, 1)],
      [],
      [node('a', 2, 4), node('b', 2, 4)],
    );
    expect(homeless).toEqual([]);
    expect(left).toEqual([node('a', 1.5, 2), node('b', 1.5, 2)]);
  });

  it('has no place for what is larger than each node, though not than all of them', () => {
    const { homeless } = fitNodes([workload('postgres', 1, 1, 6)], [], [node('a', 2, 4), node('b', 2, 4)]);
    expect(homeless).toEqual([{ workload: 'postgres', pods: 1 }]);
  });

  it('counts cores as well as memory, and tells how many pods have no place', () => {
    const { homeless } = fitNodes([workload('web', 5, 0.5, 0.1)], [], [node('a', 1, 16), node('b', 1, 16)]);
    expect(homeless).toEqual([{ workload: 'web', pods: 1 }]);
  });

  it('places one pod of each DaemonSet on every node, however many are counted', () => {
    const { left } = fitNodes(
      [workload('fluentd', 50, 0.1, 1, true)],
      [],
      [node('a', 1, 2), node('b', 1, 2)],
    );
    expect(left).toEqual([node('a', 0.9, 1), node('b', 0.9, 1)]);
  });

  it('places the largest first: small pods fill what is left', () => {
    const pods = [workload('small', 2, 0.1, 1), workload('large', 1, 0.1, 3)];
    expect(fitNodes(pods, [], [node('a', 1, 3), node('b', 1, 2)]).homeless).toEqual([]);
  });

  it('places volumes on the disks that are known, each on one of them, and names those that find no room', () => {
    const volumes = [2, 20, 5, 20].map((size, at) => ({ of: `volume ${at}`, size: size * GIB }));
    const disks = [24, 24].map((size, at) => ({ ...node(`${at}`, 1, 1), disk: size * GIB }));
    const { left, volumes: unplaced } = fitNodes([], volumes, disks);
    expect(unplaced).toEqual([{ of: 'volume 2', size: 5 * GIB }]);
    expect(left.map(({ disk }) => disk)).toEqual([2 * GIB, 4 * GIB]);
    expect(fitNodes([], volumes, [node('a', 1, 1)]).volumes).toEqual([]);
  });
});

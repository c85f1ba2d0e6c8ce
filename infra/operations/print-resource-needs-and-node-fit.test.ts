import { describe, expect, it } from 'vitest';
import { Problem } from '../command/problem.ts';
import { describeFit } from '../manifests/describe-resource-needs-and-fit.ts';
import { peakPods, peakUsage } from '../manifests/peak-usage.ts';
import { mebibytes } from '../manifests/quantity.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { objectsOf } from '../workloads/testing/objects-from-settings.ts';
import { roomsOfCluster } from './node-rooms-from-cluster-or-sizes.ts';
import { namespacesOf, needs } from './print-resource-needs-and-node-fit.ts';

function told(...args: string[]) {
  const lines: string[] = [];
  const code = needs(args, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

describe('npm run needs', () => {
  it('sums up what the quota sums up, and names what comes on top', () => {
    const { code, text } = told('--stack', 'lab');
    const used = peakUsage(objectsOf(readStackFile('lab')));
    expect(code).toBe(0);
    expect(text).toContain(`CPU      ${Number(used['requests.cpu']?.toFixed(2))} cores`);
    expect(text).toContain(`pods     ${used['pods']}`);
    expect(text).toMatch(/add-ons: .*certManager, cloudnativePg/);
  });

  it('fits the lab on three nodes of 4 cores and 16 GiB, and not on three small ones', () => {
    expect(told('--stack', 'lab', '--nodes', '4/16Gi,4/16Gi,4/16Gi').code).toBe(0);
    const { code, text } = told('--stack', 'lab', '--nodes', '2/4Gi,2/4Gi,2/4Gi');
    expect(code).toBe(1);
    expect(text).toMatch(/no node has room for \d+ of the pods of Deployment finance\/frontend/);
  });

  it('names the volumes that no disk has room for', () => {
    expect(told('--stack', 'lab', '--nodes', '4/16Gi/100Gi,4/16Gi/100Gi,4/16Gi/100Gi').code).toBe(0);
    const { code, text } = told('--stack', 'lab', '--nodes', '4/16Gi/15Gi,4/16Gi/15Gi,4/16Gi/15Gi');
    expect(text).toContain('volumes  58 GiB, the largest 20 GiB');
    expect(text).toContain(
      'no disk has room for a volume of StatefulSet object-store/object-store, of 20 GiB',
    );
    expect(code).toBe(1);
  });

  it('fits the smallest stack on one node of 2 cores and 4 GiB', () => {
    expect(told('--stack', 'minikube', '--nodes', '2/4Gi').code).toBe(0);
  });

  it.each([
    ['4x16', '--nodes takes cores, memory and perhaps disk of each'],
    ['4/16Gi/100', '--nodes takes cores, memory and perhaps disk of each'],
    ['4/16', '--nodes takes cores, memory and perhaps disk of each'],
  ])('refuses nodes of %s', (sizes, message) => {
    expect(() => told('--nodes', sizes)).toThrow(message);
  });
});

describe('the room of a cluster', () => {
  it('is not used up by what is summed up already, wherever it runs; add-ons are not', () => {
    expect(namespacesOf(peakPods(objectsOf(readStackFile('lab'))))).toEqual([
      'audit-log',
      'finance',
      'monitoring',
      'object-store',
    ]);
  });

  const requests = (cpu: string, memory: string) => ({
    containers: [{ resources: { requests: { cpu, memory } } }],
  });
  const answers: Readonly<Record<string, object>> = {
    nodes: {
      items: [
        { metadata: { name: 'one' }, spec: {}, status: { allocatable: { cpu: '2', memory: '4Gi' } } },
        {
          metadata: { name: 'control' },
          spec: { taints: [{ effect: 'NoSchedule' }] },
          status: { allocatable: { cpu: '2', memory: '4Gi' } },
        },
        {
          metadata: { name: 'away' },
          spec: { unschedulable: true },
          status: { allocatable: { cpu: '2', memory: '4Gi' } },
        },
      ],
    },
    pods: {
      items: [
        { metadata: { namespace: 'kube-system' }, spec: { nodeName: 'one', ...requests('500m', '1Gi') } },
        { metadata: { namespace: 'finance' }, spec: { nodeName: 'one', ...requests('1', '1Gi') } },
        { metadata: { namespace: 'other' }, spec: { nodeName: 'one', containers: [{}] } },
      ],
    },
  };
  const rooms = roomsOfCluster(([, what = '']) => JSON.stringify(answers[what]), ['finance']);

  it('is that of the nodes that take pods, without what others request', () => {
    expect(rooms).toEqual([{ name: 'one', cpu: 1.5, memory: 3 * 2 ** 30 }]);
  });

  it('is said by name to be nothing for who may not read it, before anything else is told', () => {
    const forbids = () => {
      throw new Problem('kubectl get nodes: Error from server (Forbidden): nodes is forbidden: User "ann"');
    };
    expect(() => roomsOfCluster(forbids, [])).toThrow(/as its administrator.*\n--nodes 4\/16Gi/);
    const away = () => {
      throw new Problem('kubectl get nodes: connection refused');
    };
    expect(() => roomsOfCluster(away, [])).toThrow(/^kubectl get nodes: connection refused$/);
  });

  it('is told node by node', () => {
    const [line] = describeFit(
      rooms,
      { left: [{ name: 'one', cpu: 1, memory: 2 ** 30 }], homeless: [], volumes: [] },
      [],
    );
    expect(line).toBe('  one: 1.5 cores and 3 GiB, of which 1 core and 1 GiB are left');
    expect(mebibytes(rooms[0]?.memory ?? 0)).toBe('3072Mi');
  });
});

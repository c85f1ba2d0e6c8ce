import { expect, it } from 'vitest';
import { foundByKubeScore, foundByKubesec } from './kube-score-and-kubesec.ts';
import type { Finding } from './kube-score-or-kubesec-finding-type.ts';
import { inStacks, judge } from './waive-kube-score-and-kubesec-findings.ts';

const replicas: Finding = {
  scanner: 'kube-score',
  check: 'deployment-replicas',
  object: 'Deployment redis',
  problem: 'few replicas',
};
const waiver = { scanner: 'kube-score', check: 'deployment-replicas', reason: 'one is enough' } as const;

it.each([
  ['every object', undefined],
  ['an object by name', ['Deployment redis']],
  ['objects of a pattern', ['Deployment re*']],
])('waives a finding of %s', (_, objects) => {
  expect(judge([replicas], [{ ...waiver, ...(objects && { objects }) }])).toEqual({
    unwaived: [],
    unused: [],
  });
});

it.each([
  ['of another scanner', { ...waiver, scanner: 'kubesec' as const }],
  ['of another check', { ...waiver, check: 'replicas' }],
  ['of another object', { ...waiver, objects: ['Deployment redi'] }],
])('leaves a finding that is %s, and tells that the waiver is unused', (_, other) => {
  const { unwaived, unused } = judge([replicas], [other]);
  expect(unwaived).toEqual([replicas]);
  expect(unused).toHaveLength(1);
});

it('tells which of several objects of a waiver needs it no more', () => {
  const { unused } = judge([replicas], [{ ...waiver, objects: ['Deployment redis', 'Deployment gone'] }]);
  expect(unused).toEqual(['kube-score deployment-replicas of Deployment gone']);
});

it('keeps what is waived for the fixtures alone from the stacks', () => {
  const only = { ...waiver, only: 'fixtures' } as const;
  expect(judge([replicas], inStacks([only])).unwaived).toEqual([replicas]);
  expect(judge([replicas], inStacks([waiver])).unwaived).toEqual([]);
});

it('refuses a waiver without a reason', () => {
  expect(() => judge([], [{ ...waiver, reason: ' ' }])).toThrow('without a reason');
});

it('reads what kube-score finds, and neither what is well nor what it skipped', () => {
  const graded = (id: string, grade: number, skipped = false) => ({
    check: { id, name: `the ${id}` },
    grade,
    skipped,
    comments: id === 'bad' ? [{ path: 'web', summary: 'is bad' }] : null,
  });
  const checks = [graded('bad', 1), graded('poor', 5), graded('good', 10), graded('none', 0, true)];
  const found = foundByKubeScore([
    { type_meta: { kind: 'Deployment' }, object_meta: { name: 'web' }, checks },
  ]);
  expect(found.map(({ check, object, problem }) => [check, object, problem])).toEqual([
    ['bad', 'Deployment web', 'web: is bad'],
    ['poor', 'Deployment web', 'the poor'],
  ]);
});

it('reads what kubesec finds critical and what it advises', () => {
  const scoring = {
    critical: [{ id: 'HostPID', reason: 'shares' }],
    advise: [{ id: 'RunAsUser', reason: 'low' }],
  };
  expect(foundByKubesec([{ object: 'StatefulSet/postgres.finance', scoring }])).toEqual([
    { scanner: 'kubesec', check: 'HostPID', object: 'StatefulSet postgres', problem: 'shares' },
    { scanner: 'kubesec', check: 'RunAsUser', object: 'StatefulSet postgres', problem: 'low' },
  ]);
});

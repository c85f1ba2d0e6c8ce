import { expect, it } from 'vitest';
import { remove } from '../workloads/testing/added-findings.ts';
import { objectsOf } from '../workloads/testing/objects-from-stack-file.ts';
import { traffic } from './traffic.ts';

it('tells of a policy that goes that its way is closed, at all of its ports', () => {
  const after = objectsOf('prod');
  remove(after, 'NetworkPolicy', 'web-to-dns');
  const { opened, closed } = traffic(objectsOf('prod'), after);
  expect(opened).toEqual([]);
  expect(closed.map(({ from, to, port }) => `${from} → ${to} ${port}`).sort()).toEqual([
    'finance/web → kube-system/kube-dns TCP 53',
    'finance/web → kube-system/kube-dns UDP 53',
  ]);
});

it('tells every way that a namespace without its fence opens', () => {
  const after = objectsOf('prod');
  for (const { kind, metadata } of objectsOf('prod'))
    if (kind === 'NetworkPolicy') remove(after, kind, metadata.name);
  const { opened, closed } = traffic(objectsOf('prod'), after);
  expect(closed).toEqual([]);
  expect(opened).toContainEqual({ from: 'finance/redis', to: 'the Internet', port: 'TCP 5432' });
  expect(opened).toContainEqual({ from: 'the Internet', to: 'finance/postgres', port: 'TCP 5432' });
});

it('tells nothing of a policy under another name', () => {
  const after = objectsOf('prod').map((object) =>
    object.metadata.name === 'web-to-dns'
      ? { ...object, metadata: { ...object.metadata, name: 'other' } }
      : object,
  );
  expect(traffic(objectsOf('prod'), after)).toEqual({ opened: [], closed: [] });
});

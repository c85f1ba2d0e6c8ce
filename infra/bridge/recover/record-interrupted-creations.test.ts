import { describe, expect, it } from 'vitest';
import {
  type ExportedResource,
  type PendingOperation,
  settleUnfinished,
} from './record-interrupted-creations.ts';

describe('a stack whose run was killed', () => {
  it('takes in the objects that were being created, under the id they would have', () => {
    const { stack, taken } = settle([creating('web', { name: 'web', namespace: 'shop' })]);
    expect(taken).toEqual(['web']);
    expect(stack.deployment.resources.at(-1)).toMatchObject({
      urn: urn('web'),
      id: 'shop/web',
      outputs: { metadata: { name: 'web' } },
    });
  });

  it('gives what lies in no namespace its name as id', () => {
    const { stack } = settle([creating('shop', { name: 'shop' })]);
    expect(stack.deployment.resources.at(-1)?.id).toBe('shop');
  });

  it('has nothing unfinished any more, and keeps everything else', () => {
    const { stack } = settle([
      creating('web', { name: 'web' }),
      { ...creating('b', { name: 'b' }), type: 'updating' },
    ]);
    expect(stack.deployment).toEqual({
      manifest: { version: 'x' },
      resources: [
        expect.objectContaining({ urn: urn('there') }),
        expect.objectContaining({ urn: urn('web') }),
      ],
    });
    expect(stack.version).toBe(3);
  });

  it('takes in what was being replaced, in its place', () => {
    const old = {
      urn: urn('job'),
      type: 'kubernetes:batch/v1:Job',
      id: 'shop/job',
      pendingReplacement: true,
    };
    const { stack } = settle([creating('job', { name: 'job', namespace: 'shop' })], [old]);
    expect(stack.deployment.resources.map(({ urn }) => urn)).toEqual([urn('job'), urn('there')]);
    expect(stack.deployment.resources[0]).not.toHaveProperty('pendingReplacement');
  });

  it.each([
    'random:index/randomPassword:RandomPassword',
    'command:remote:Command',
  ])('forgets what can be made a second time: %s', (type) => {
    const { stack, taken, open } = settle([{ type: 'creating', resource: { urn: 'urn:x::it', type } }]);
    expect([taken, open]).toEqual([[], []]);
    expect(stack.deployment).not.toHaveProperty('pending_operations');
  });

  it.each([
    'aws:ec2/eip:Eip',
    'aws:eks/cluster:Cluster',
    'kubernetes:core/v1:Pod',
  ])('names what may be there under an id that nobody knows: %s', (type) => {
    const lost: PendingOperation = { type: 'creating', resource: { urn: 'urn:x::it', type, inputs: {} } };
    const there: ExportedResource = { urn: 'urn:x::it', type, id: 'the-one-before' };
    for (const before of [[], [there]]) {
      const { taken, open } = settle([lost, creating('web', { name: 'web' })], before);
      expect([taken, open]).toEqual([['web'], ['urn:x::it']]);
    }
  });

  it('forgets what was being changed or deleted, which a refresh finds out', () => {
    const resource = { urn: 'urn:x::it', type: 'aws:ec2/eip:Eip', id: 'eip-1' };
    for (const type of ['updating', 'deleting']) expect(settle([{ type, resource }]).open).toEqual([]);
  });

  it('takes in a Helm release by its name, to be replaced: Helm would never go on with it', () => {
    const inputs = { name: 'cert-manager', namespace: 'cert-manager', chart: 'cert-manager' };
    const type = 'kubernetes:helm.sh/v3:Release';
    const { stack, taken } = settle([{ type: 'creating', resource: { urn: 'urn:x::it', type, inputs } }]);
    expect(taken).toEqual(['it']);
    expect(stack.deployment.resources.at(-1)).toMatchObject({
      id: 'cert-manager/cert-manager',
      outputs: { ...inputs, __inputs: { plaintext: JSON.stringify(inputs) } },
      taint: true,
    });
  });

  it('leaves alone what the state has already', () => {
    expect(settle([creating('there', { name: 'there' })]).taken).toEqual([]);
  });
});

function settle(pending_operations: PendingOperation[], before: ExportedResource[] = []) {
  const resources: ExportedResource[] = [
    ...before,
    { urn: urn('there'), type: 'kubernetes:core/v1:Service', id: 'shop/there' },
  ];
  return settleUnfinished({
    version: 3,
    deployment: { manifest: { version: 'x' }, resources, pending_operations },
  });
}

function creating(name: string, metadata: { name: string; namespace?: string }): PendingOperation {
  return {
    type: 'creating',
    resource: { urn: urn(name), type: 'kubernetes:core/v1:Service', inputs: { metadata } },
  };
}

function urn(name: string): string {
  return `urn:pulumi:dev::shop::cdk8s:index:Chart$kubernetes:core/v1:Service::${name}`;
}

import { describe, expect, it } from 'vitest';
import { allowedMove, settled } from './identify-and-require-same-cluster.ts';

const HERE = { name: 'home', server: 'https://10.0.0.1:6443', uid: 'one', holdsOurs: false };

describe('a cluster is known by', () => {
  it('its UID, in a new stack', () => {
    expect(settled(undefined, HERE)).toBe('kube-system one');
    expect(settled('kube-system one', { ...HERE, name: 'office', server: 'https://home:6443' })).toBe(
      'kube-system one',
    );
  });

  it.each([
    ['the same address, under another name of a context', { name: 'office' }],
    ['another address, where a namespace of the stack is', { server: 'https://home:6443', holdsOurs: true }],
  ])('what the stack knows it by: %s', (_which, now) => {
    expect(settled('home at https://10.0.0.1:6443', { ...HERE, ...now })).toBe(
      'home at https://10.0.0.1:6443',
    );
  });

  it('what the stack knows it by, where its UID is not for us to see', () => {
    expect(settled('kube-system one', { ...HERE, uid: undefined })).toBe('kube-system one');
    expect(settled(undefined, { ...HERE, uid: undefined })).toBe('home at https://10.0.0.1:6443');
  });

  it.each([
    'kube-system two',
    'home at https://10.0.0.2:6443',
    'k3s at local',
  ])('its own UID, where the stack is in another one: %s', (stored) => {
    expect(settled(stored, HERE)).toBe('kube-system one');
  });
});

describe('to another cluster a stack goes', () => {
  it('with permission alone, which is asked for in the next place of the setting', () => {
    expect(() => allowedMove('one', 'two', ['namespace/shop'])).toThrow(
      "pulumi config set --path 'bridge:release[1]' provider/cluster",
    );
    expect(allowedMove('one', 'two', ['provider/cluster'])).toBeUndefined();
  });

  it.each([
    ['one'],
    [undefined],
  ])('not when it is in %s, and each run says how to take the permission back', (stored) => {
    expect(allowedMove(stored, 'one', ['namespace/shop', 'provider/cluster'])).toContain(
      "pulumi config rm --path 'bridge:release[1]'",
    );
    expect(allowedMove(stored, 'one', ['namespace/shop'])).toBeUndefined();
  });
});

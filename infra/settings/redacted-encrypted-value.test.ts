import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EncryptedValue } from './redacted-encrypted-value.ts';

describe('EncryptedValue', () => {
  const secret = EncryptedValue.of('hunter2');

  it.each([
    ['joined to text', () => `${secret}`],
    ['joined to a list', () => [secret, secret].join()],
    ['as JSON', () => JSON.stringify({ secret })],
    [
      'inspected with everything',
      () => inspect(secret, { showHidden: true, depth: 9, customInspect: false }),
    ],
    ['inspected', () => inspect([secret])],
    ['spread', () => JSON.stringify({ ...secret })],
    ['cloned', () => inspect(structuredClone(secret))],
  ])('keeps its value when it is %s', (_, print) => {
    expect(print()).not.toContain('hunter2');
  });

  it('gives its value when asked', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it('has no value when Pulumi did not decrypt it', () => {
    expect(() => EncryptedValue.closed().reveal()).toThrow('by Pulumi only');
  });
});

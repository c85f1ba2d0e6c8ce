import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { readArguments } from './read-stack-and-flags.ts';
import { stacksIn } from './stacks-of-project.ts';

describe('readArguments', () => {
  it('reads the stack and the flags', () => {
    expect(readArguments(['--stack', 'dev', '--check'], ['check'])).toEqual({
      stack: 'dev',
      set: new Set(['check']),
    });
    expect(readArguments([], ['check'])).toEqual({ stack: undefined, set: new Set() });
    expect(readArguments(['--stack=prod'], [])).toEqual({ stack: 'prod', set: new Set() });
  });

  it.each([
    [['--stak', 'dev'], "Unknown option '--stak'"],
    [['--check'], "Unknown option '--check'"],
    [['dev'], "Unexpected argument 'dev'"],
    [['--stack'], "Option '--stack <value>' argument missing"],
    [['--stack', 'test'], 'there is no stack "test"'],
  ])('refuses %j, and says what is allowed', (args, message) => {
    const run = () => readArguments(args, []);
    expect(run).toThrow(Problem);
    expect(run).toThrow(message);
    expect(run).toThrow('usage: [--stack dev|lab|minikube|prod]');
  });

  it('takes every stack that has a file', () => {
    const root = mkdtempSync(join(tmpdir(), 'stacks-'));
    for (const name of ['Pulumi.yaml', 'Pulumi.staging-2.yaml', 'Pulumi.acme.yaml', 'Pulumi.acme.yaml.bak'])
      writeFileSync(join(root, name), '');
    expect(stacksIn(root)).toEqual(['acme', 'staging-2']);
    expect(readArguments(['--stack', 'acme'], [], stacksIn(root)).stack).toBe('acme');
  });
});

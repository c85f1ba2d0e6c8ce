import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from '../command/problem.ts';
import { readArguments } from './start-arguments.ts';

describe('readArguments', () => {
  it('keeps everything under .local of the project, and leaves the port to the manifests', () => {
    expect(readArguments([])).toEqual({
      port: undefined,
      folder: resolve(import.meta.dirname, '../../.local'),
    });
  });

  it.each([
    { args: ['--port', '9000'], port: 9000 },
    { args: ['--port=65535'], port: 65535 },
  ])('takes $args', ({ args, port }) => {
    expect(readArguments(args).port).toBe(port);
  });

  it.each([
    [['--port', '0']],
    [['--port', '65536']],
    [['--port', '80a']],
    [['--port']],
    [['--prot', '80']],
    [['80']],
  ])('refuses %j with the usage', (args) => {
    expect(() => readArguments(args)).toThrow(Problem);
    expect(() => readArguments(args)).toThrow('usage: npm start -- [--port 8080]');
  });
});

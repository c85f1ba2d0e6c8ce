import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacking } from './needs.ts';

describe('lacking', () => {
  it('has nothing to say where everything is', () => {
    expect(lacking('24.1.0', () => true)).toEqual([]);
  });

  it.each(['22.18.0', '20.20.2'])('asks for another Node than %s', (version) => {
    expect(lacking(version, () => true)).toEqual([expect.stringContaining(`this is ${version}`)]);
  });

  it.each([
    ['chromium', 'chromium'],
    ['redis-server', 'redis-server'],
  ])('names the command that installs %s', (command, packages) => {
    expect(lacking('25.0.0', (name) => name !== command)).toEqual([
      expect.stringContaining(`apt-get install -y --no-install-recommends ${packages}`),
    ]);
  });

  it('names everything at once', () => {
    const [line, ...others] = lacking('24.0.0', () => false);
    expect(line).toMatch(/apt-get install .* redis-server chromium$/);
    expect(others).toEqual([]);
  });
});

it('fails the command where something is missing', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'needs.ts')], {
    env: { PATH: '' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('not on the path: redis-server, chromium');
});

import { describe, expect, it } from 'vitest';
import { type Machine, setup } from './missing-prerequisites-and-install-line.ts';

const bare: Machine = { system: 'debian', isRoot: true, has: () => false, hasBrowser: false };

describe('the set-up', () => {
  it('has nothing to say where everything is', () => {
    const { missing, line } = setup({ ...bare, has: () => true, hasBrowser: true });
    expect(missing).toEqual([]);
    expect(line('sudo')).toBe('');
  });

  it.each<[string, Partial<Machine>, string]>([
    [
      'Debian, to root',
      {},
      'apt-get update && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 ' +
        'redis-server curl openssl shellcheck iptables iproute2 chromium-headless-shell',
    ],
    [
      'Debian, to somebody who may ask',
      { isRoot: false },
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 ' +
        'redis-server curl openssl shellcheck chromium-headless-shell',
    ],
    [
      'Ubuntu, to root',
      { system: 'ubuntu' },
      'apt-get update && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 ' +
        'redis-server curl openssl shellcheck iptables iproute2 && npx playwright-core install --with-deps chromium',
    ],
    [
      'macOS',
      { system: 'macos', isRoot: false },
      'brew install redis curl openssl shellcheck && npx playwright-core install chromium',
    ],
  ])('is one line: on %s', (_, machine, line) => {
    expect(setup({ ...bare, ...machine }).line('sudo')).toBe(line);
  });

  it.each<[string, Partial<Machine>, readonly string[], string]>([
    [
      'a command',
      { has: (name) => name !== 'redis-server', hasBrowser: true },
      ['redis-server'],
      ' redis-server',
    ],
    ['a browser', { has: () => true }, ['chromium'], ' chromium-headless-shell'],
    ['what has another name', { has: (name) => name !== 'ip', hasBrowser: true }, ['ip'], ' iproute2'],
  ])('brings %s alone', (_, machine, missing, end) => {
    const found = setup({ ...bare, ...machine });
    expect(found.missing).toEqual(missing);
    expect(found.line('sudo')).toBe(
      `apt-get update && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120${end}`,
    );
  });

  it("asks no package manager for Ubuntu's browser", () => {
    const { line } = setup({ ...bare, system: 'ubuntu', has: () => true });
    expect(line('sudo')).toBe('npx playwright-core install --with-deps chromium');
  });

  it('becomes root as it is told, in each of its commands', () => {
    const line = setup({ ...bare, isRoot: false }).line('sudo -n') ?? '';
    expect(line.split(' && ').map((one) => one.split(' apt-get')[0])).toEqual(['sudo -n', 'sudo -n']);
  });

  it('knows no line for a system that we do not know, and still what is missing', () => {
    const { missing, line } = setup({ ...bare, system: undefined });
    expect(missing).toContain('redis-server');
    expect(line('sudo')).toBeUndefined();
  });
});

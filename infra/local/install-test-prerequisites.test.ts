import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bring, oldNode, systemOf } from './install-test-prerequisites.ts';
import type { Machine } from './missing-prerequisites-and-install-line.ts';

const bare: Machine = { system: 'debian', isRoot: true, has: () => false, hasBrowser: false };
const full: Machine = { ...bare, has: () => true, hasBrowser: true };

describe('before the tests', () => {
  it('is nothing to do or to say where everything is', () => {
    expect(brought({ before: full })).toEqual({ ran: [], said: [] });
  });

  it.each([
    ['root', {}, ''],
    ['somebody whom sudo asks nothing', { isRoot: false }, 'sudo -n '],
  ])('is installed at once by %s, with one line that says what', (_, who, root) => {
    const { ran, said } = brought({ before: { ...bare, ...who }, after: full, hasSudo: root !== '' });
    expect(ran).toEqual([expect.stringContaining(`${root}apt-get install -y`)]);
    expect(said).toEqual([
      expect.stringMatching(/^installing redis-server, .*chromium: (sudo -n )?apt-get update/),
    ]);
  });

  it.each<[string, Partial<Machine>, RegExp]>([
    ['Debian, without root', { isRoot: false }, / are skipped; to have them run: sudo apt-get update && /],
    ['macOS', { isRoot: false, system: 'macos' }, / are skipped; to have them run: brew install redis /],
    ['a system that we do not know', { system: undefined }, / are skipped$/],
  ])('is only said on %s', (_, machine, line) => {
    const { ran, said } = brought({ before: { ...bare, ...machine } });
    expect(ran).toEqual([]);
    expect(said).toEqual([expect.stringMatching(line)]);
  });

  it('tells how an installation failed, and what is skipped then', () => {
    const after = { ...full, hasBrowser: false };
    const { said } = brought({ before: bare, after, failure: 'E: there is no network' });
    expect(said.slice(1)).toEqual([
      'that failed:\nE: there is no network',
      expect.stringMatching(/^tests that need chromium are skipped; to have them run: apt-get update && /),
    ]);
  });
});

describe('systemOf', () => {
  it.each([
    ['debian', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'],
    ['ubuntu', 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nID=ubuntu\nID_LIKE=debian\n'],
    ['ubuntu', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'],
    ['debian', 'ID=raspbian\nID_LIKE=debian\n'],
    [undefined, 'ID=fedora\nVARIANT_ID=debian\n'],
    [undefined, ''],
  ])('knows %s', (system, osRelease) => {
    expect(systemOf('linux', osRelease)).toBe(system);
  });

  it('knows macOS', () => expect(systemOf('darwin', '')).toBe('macos'));
});

describe('oldNode', () => {
  it('has nothing to say of one that is new enough', () => {
    expect([oldNode('24.1.0'), oldNode('25.0.0')]).toEqual([undefined, undefined]);
  });

  it.each(['22.18.0', '20.20.2'])('asks for another than %s', (version) => {
    expect(oldNode(version)).toContain(`this is ${version}`);
  });
});

it('does not keep the tests from starting where nothing is on the path', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'install-test-prerequisites.ts')],
    {
      env: { PATH: '', CHROME_PATH: '/nowhere' },
      encoding: 'utf8',
    },
  );
  expect(stdout).toMatch(/^finance: tests that need redis-server, .*chromium are skipped/m);
  expect(status).toBe(0);
});

interface Scene {
  readonly before: Machine;
  /** State of the machine after an installation. @default unchanged */
  readonly after?: Machine;
  readonly hasSudo?: boolean;
  readonly failure?: string;
}

function brought({ before, after = before, hasSudo = false, failure }: Scene) {
  const [ran, said]: [string[], string[]] = [[], []];
  bring({
    look: () => (ran.length === 0 ? before : after),
    hasSudo: () => hasSudo,
    run: (line) => {
      ran.push(line);
      return failure;
    },
    say: (line) => said.push(line),
  });
  return { ran, said };
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from './find-chromium.ts';
import { onPath } from './find-command.ts';
import { type Machine, type System, setup } from './missing-prerequisites-and-install-line.ts';

/* Runs before `npm test`: installs what the tests need. */

/** Effects that `bring` depends on. */
export interface Here {
  readonly look: () => Machine;
  /** Tells whether `sudo` works without a password prompt. */
  readonly hasSudo: () => boolean;
  /** Runs a shell command; returns the last lines of its output when it failed, else undefined. */
  readonly run: (line: string) => string | undefined;
  readonly say: (line: string) => void;
}

/**
 * Installs what the tests need where it may, else prints the command that does. Nothing that is missing stops the run: the
 * tests that need it are skipped.
 */
export function bring({ look, hasSudo, run, say }: Here): void {
  const machine = look();
  const { missing, line } = setup(machine);
  if (missing.length === 0) return;
  const command = machine.system !== 'macos' && (machine.isRoot || hasSudo()) ? line('sudo -n') : undefined;
  if (command !== undefined) {
    say(`installing ${missing.join(', ')}: ${command}`);
    const failure = run(command);
    if (failure !== undefined) say(`that failed:\n${failure}`);
  }
  const left = setup(look());
  if (left.missing.length === 0) return;
  const how = left.line('sudo');
  const advice = how === undefined ? '' : `; to have them run: ${how}`;
  say(`tests that need ${left.missing.join(', ')} are skipped${advice}`);
}

/**
 * System of an `/etc/os-release` (os-release(5)), by its ID or one of ID_LIKE; undefined when we do not know how it installs
 * packages.
 */
export function systemOf(platform: NodeJS.Platform, osRelease: string): System | undefined {
  if (platform === 'darwin') return 'macos';
  const lines = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)];
  const names = lines.flatMap(([, value = '']) => value.split(' '));
  return (['ubuntu', 'debian'] as const).find((system) => names.includes(system));
}

/** Advice when this version of Node, for example `20.11.1`, is too old for the tests; else undefined. */
export function oldNode(version: string): string | undefined {
  if (Number(version.split('.')[0]) >= NODE) return undefined;
  return `Node ${NODE} or newer is needed, this is ${version}: run it by npm, which takes the one of \`npm ci\``;
}

const NODE = 24;
const OS_RELEASE = '/etc/os-release';

const here: Here = {
  look: () => ({
    system: systemOf(process.platform, existsSync(OS_RELEASE) ? readFileSync(OS_RELEASE, 'utf8') : ''),
    isRoot: process.getuid?.() === 0,
    has: (command) => onPath([command]).length > 0,
    hasBrowser: findChromium() !== undefined,
  }),
  hasSudo: () => spawnSync('sudo', ['-n', 'true']).status === 0,
  run: (line) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8', env });
    return status === 0 ? undefined : `${stdout}${stderr}`.trim().split('\n').slice(-8).join('\n');
  },
  say: (line) => console.log(`finance: ${line}`),
};

if (import.meta.main) {
  const old = oldNode(process.versions.node);
  if (old === undefined) bring(here);
  else console.error(`finance: ${old}`);
  process.exitCode = old === undefined ? 0 : 1;
}

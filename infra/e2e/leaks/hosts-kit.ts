import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parse } from 'yaml';

const KIT = process.env['E2E_HOSTS'] ?? new URL('../../../../shared/hosts/hosts', import.meta.url).pathname;

/** Whether there are machines to be had; `E2E_HOSTS` names the command that makes them. */
export function hasHosts(): boolean {
  return existsSync(KIT);
}

/** Starts machines, and brings a release of k3s into each; they are the settings of a cluster. */
export function hosts(count: number, version: string): Readonly<Record<string, unknown>> {
  kit('up', '--count', String(count));
  kit('k3s', version);
  const settings = parse(kit('settings', version));
  settings.hosts.agents.length = count - 1; // others may be there from another time
  return settings;
}

/** What a file of a machine holds. */
export function fileOf(machine: number, path: string): string {
  return kit('run', String(machine), 'cat', path).trim();
}

/** The key that opens all of them. */
export function keyFile(): string {
  return kit('key').trim();
}

function kit(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(KIT, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${KIT} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

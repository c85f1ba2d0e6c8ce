import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parse } from 'yaml';

const KIT = process.env['E2E_HOSTS'] ?? new URL('../../../../shared/hosts/hosts', import.meta.url).pathname;

/** True when the command that makes machines, which `E2E_HOSTS` names, is there. */
export function hasHosts(): boolean {
  return existsSync(KIT);
}

/** Starts machines with the files of a release of k3s, and returns the settings of a cluster of them. */
export function hosts(count: number, version: string): Readonly<Record<string, unknown>> {
  kit('up', '--count', String(count));
  kit('k3s', version);
  const settings = parse(kit('settings', version));
  settings.hosts.agents.length = count - 1; // an earlier run may have left more
  return settings;
}

/** Content of a file on a machine. */
export function fileOf(machine: number, path: string): string {
  return kit('run', String(machine), 'cat', path).trim();
}

/** Path of the ssh key of all machines. */
export function keyFile(): string {
  return kit('key').trim();
}

function kit(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(KIT, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${KIT} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

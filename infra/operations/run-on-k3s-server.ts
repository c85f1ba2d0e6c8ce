import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../settings/schema.ts';

type K3s = Extract<Settings['cluster'], { readonly provider: 'k3s' }>;

/** A program with its arguments. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Runs a command as root on the server of a k3s cluster: on this machine, or through ssh to the host whose key the settings
 * name, and to no other.
 *
 * @param command words of a shell
 * @param run starts the program, and returns when it has ended
 */
export function onServer<T>({ hosts, ssh }: K3s, command: string, run: (it: Invocation) => T): T {
  const asRoot = `if [ "$(id -u)" = 0 ]; then exec ${command}; else exec sudo -n ${command}; fi`;
  if (typeof hosts === 'string') return run({ program: 'sh', args: ['-c', asRoot] });
  const { host, hostKey } = hosts.server;
  const folder = mkdtempSync(join(tmpdir(), 'finance-known-hosts-'));
  try {
    const known = join(folder, 'known_hosts');
    writeFileSync(known, `${ssh.port === 22 ? host : `[${host}]:${ssh.port}`} ${hostKey}\n`);
    // Without a file, the key is with an agent: secrets.sshKey is closed to whoever cannot decrypt the stack.
    const key = ssh.keyFile === undefined ? [] : ['-i', ssh.keyFile.replace(/^~(?=\/)/, homedir())];
    const options = ['BatchMode=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${known}`];
    const all = [...options.flatMap((option) => ['-o', option]), ...key, '-p', String(ssh.port)];
    return run({ program: 'ssh', args: [...all, `${ssh.user}@${host}`, asRoot] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

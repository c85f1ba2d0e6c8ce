import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onPath } from '../../../local/find-command.ts';

/** File system for the changes of an overlay, other than the disk below it. */
const MEMORY = '/dev/shm';
const HERE = import.meta.dirname;

/** Stand-in hosts that can be changed as root without harm, and their shared folder. */
export interface StandIns {
  /** Shared `/srv`: the releases, the log of actions, and switches that inject failures. */
  readonly shared: string;
  host(name: string): StandIn;
  /** Returns the actions on all hosts, in order, and clears the log. */
  log(): readonly string[];
  /** Puts a stand-in for a release into `/srv/<version>`, and returns its SHA-256. */
  release(version: string): string;
  remove(): void;
}

export interface StandIn {
  /** Arguments of `unshare` to enter it, before the command. */
  readonly enter: readonly string[];
  /** Runs a command with `input` on standard input. */
  run(command: string, input?: string): { readonly code: number | null; readonly output: string };
  /** Paths of files that differ from this machine, without the stand-in programs. */
  files(): readonly string[];
  read(path: string): string;
  /** Permissions of a file, such as `600`. */
  mode(path: string): string;
}

/** Namespaces that isolate it from the processes, mounts, names and network of this machine. */
const APART = ['--mount', '--uts', '--pid', '--fork', '--kill-child', '--net'];

/** Reason why there can be no stand-in hosts; `undefined` when there can. */
export function whyNoStandIns(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can enter a stand-in host';
  const missing = ['ip', 'iptables'].filter((command) => onPath([command]).length === 0);
  if (missing.length > 0) return `there is no ${missing.join(', no ')}`;
  if (!existsSync(MEMORY)) return `no ${MEMORY} to keep the changes of a stand-in host in`;
  const hosts = standIns();
  const { code, output } = hosts.host('probe').run('true');
  hosts.remove();
  return code === 0 ? undefined : `no stand-in host: ${output.trim()}`;
}

export function standIns(): StandIns {
  const folder = mkdtempSync(join(MEMORY, 'k3s-test-'));
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  return {
    shared,
    host: (name) => standIn(join(folder, name), shared, name),
    log() {
      const file = join(shared, 'log');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      rmSync(file, { force: true });
      return lines;
    },
    release(version) {
      const text = readFileSync(join(HERE, 'k3s.sh'), 'utf8').replace('VERSION (', `${version} (`);
      mkdirSync(join(shared, version), { recursive: true });
      for (const name of ['k3s', 'k3s-arm64']) writeFileSync(join(shared, version, name), text);
      return createHash('sha256').update(text).digest('hex');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function standIn(folder: string, shared: string, name: string): StandIn {
  const disk = join(folder, 'disk');
  for (const [program, place] of Object.entries(PROGRAMS)) {
    mkdirSync(dirname(join(disk, place)), { recursive: true });
    writeFileSync(join(disk, place), readFileSync(join(HERE, program)));
    chmodSync(join(disk, place), 0o755);
  }
  const enter = ['sh', join(HERE, 'enter.sh'), folder, shared, name];
  const run = (command: string, input = '') => {
    const { status, stdout, stderr } = spawnSync('unshare', [...APART, ...enter, 'sh', '-c', command], {
      input,
      encoding: 'utf8',
    });
    return { code: status, output: stdout + stderr };
  };
  // A Kubernetes installed on this machine does not belong to the host.
  run(
    'rm -rf /var/lib/kubelet /var/lib/rancher /etc/rancher /etc/kubernetes /var/lib/cni /usr/local/bin/k3s',
  );
  return {
    enter,
    run,
    files: () =>
      readdirSync(disk, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(disk.length))
        .filter((path) => !Object.values(PROGRAMS).includes(path) && !path.startsWith('/var/lib/stand-in/'))
        .toSorted(),
    read: (path) => readFileSync(join(disk, path), 'utf8'),
    mode: (path) => (statSync(join(disk, path)).mode & 0o777).toString(8),
  };
}

const PROGRAMS: Readonly<Record<string, string>> = {
  'systemctl.sh': '/usr/local/sbin/systemctl',
  'sysctl.sh': '/usr/local/sbin/sysctl',
  'journalctl.sh': '/usr/local/sbin/journalctl',
  'modprobe.sh': '/usr/local/sbin/modprobe',
};

import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StandIn } from '../../cluster/k3s/testing/stand-in-hosts.ts';
import { type Running, run, start } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

/** A stand-in host with an ssh server at an address of its own. */
export interface SshHost {
  readonly address: string;
  /** Public host key, in the format of the settings. */
  readonly hostKey: string;
  /** Replaces its address by another one, and returns that. */
  readdress(): Promise<string>;
  /** Kills its ssh server; its network stays. */
  die(): Promise<void>;
  stop(): Promise<void>;
}

const SSHD = '/usr/sbin/sshd';

/** Reason why this machine cannot run ssh hosts; undefined when it can. */
export function whyNoSsh(): string | undefined {
  return spawnSync(SSHD, ['-V']).error ? `no ${SSHD}: install openssh-server` : undefined;
}

/** Generates a key pair; the settings take the private key. */
export async function keyPair(folder: string, name: string) {
  const file = join(folder, name);
  await must('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file);
  return {
    file,
    publicKey: readFileSync(`${file}.pub`, 'utf8').trim(),
    privateKey: readFileSync(file, 'utf8'),
  };
}

// A random part, so that runs do not collide, of the range that is reserved for benchmarks (RFC 2544).
const NETWORK = `198.18.${randomInt(256)}`;
let taken = randomInt(60);

/** Starts an ssh server on a stand-in host, in a network of two addresses: this machine's and the host's. */
export async function sshHost(
  host: StandIn,
  shared: string,
  folder: string,
  authorized: string,
): Promise<SshHost> {
  const first = (taken++ % 64) * 4;
  const space = `k3s-${NETWORK.split('.')[2]}-${first}`;
  const link = `k3s${NETWORK.split('.')[2]}x${first}`;
  const inside = ['netns', 'exec', space];
  await must('ip', 'netns', 'add', space);
  await must('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
  await must('ip', 'link', 'set', link, 'up');
  await must('ip', ...inside, 'ip', 'link', 'set', 'eth0', 'up');
  const addressed = async (part: number) => {
    await must('ip', 'address', 'replace', `${NETWORK}.${part + 1}/30`, 'dev', link);
    await must('ip', ...inside, 'ip', 'address', 'flush', 'dev', 'eth0');
    await must('ip', ...inside, 'ip', 'address', 'add', `${NETWORK}.${part + 2}/30`, 'dev', 'eth0');
    return `${NETWORK}.${part + 2}`;
  };
  const address = await addressed(first);

  const { publicKey, privateKey } = await keyPair(folder, `host-${first}`);
  const files = {
    key: privateKey,
    authorized,
    config: [
      'HostKey /srv/ssh/key',
      'AuthorizedKeysFile /srv/ssh/authorized',
      'StrictModes no',
      'PasswordAuthentication no',
      'UsePAM no',
      'PidFile none',
    ]
      .join('\n')
      .replaceAll('/srv/ssh', `/srv/ssh-${first}`),
  };
  const place = join(shared, `ssh-${first}`);
  mkdirSync(place);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text, { mode: 0o600 });
  const server: Running = start('ip', [
    ...inside,
    ...['unshare', '--mount', '--uts', '--pid', '--fork', '--kill-child'],
    ...host.enter,
    ...['sh', '-c', `mkdir -p /run/sshd && exec ${SSHD} -D -e -f /srv/ssh-${first}/config`],
  ]);
  await eventually(`ssh at ${address}`, async () =>
    (await run('ssh-keyscan', ['-T', '1', address])).output.includes('ssh-ed25519'),
  );
  let lives = true;
  const die = async () => {
    if (lives && server.process.pid !== undefined) process.kill(-server.process.pid, 'SIGKILL');
    lives = false;
    await server.ended;
  };
  return {
    address,
    hostKey: publicKey,
    readdress: () => addressed((taken++ % 64) * 4),
    die,
    async stop() {
      await die();
      await must('ip', 'netns', 'delete', space); // deletes the link too
    },
  };
}

async function must(command: string, ...args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}

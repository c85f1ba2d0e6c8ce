import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { restoreEtcd } from './restore-etcd.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
const REMOTE = `{ provider: k3s, etcd: {}, hosts: { server: { host: 192.0.2.11, hostKey: ${KEY} } }, ssh: { user: admin, port: 2222, keyFile: /keys/lab } }`;

describe('restore-etcd', () => {
  it('runs on the server, which it knows by its key alone', () => {
    const { ran, code } = restored(REMOTE, ['--snapshot', 'etcd-one-1']);
    expect(code).toBe(7);
    expect(ran.program).toBe('ssh');
    expect(ran.args).toEqual(
      expect.arrayContaining([
        'StrictHostKeyChecking=yes',
        'BatchMode=yes',
        '-i',
        '/keys/lab',
        '2222',
        'admin@192.0.2.11',
      ]),
    );
    expect(ran.known).toBe(`[192.0.2.11]:2222 ${KEY}\n`);
    expect(ran.args.at(-1)).toContain('exec sudo -n sh -s -- restore');
    expect(ran.input).toMatch(/^SNAPSHOT='etcd-one-1'\nUNSAVED=no\n#!\/bin\/sh\n/);
  });

  it('lists where no snapshot is named, and runs here for a cluster of this machine', () => {
    const { ran } = restored('{ provider: k3s, etcd: {}, hosts: local }', []);
    expect(ran.program).toBe('sh');
    expect(ran.args.at(-1)).toContain('sh -s -- list');
    expect(restored(REMOTE, ['--snapshot', 'a', '--unsaved']).ran.input).toContain('UNSAVED=yes\n');
  });

  it.each([
    [REMOTE, ['--snapshot', "a'; reboot"], 'takes the name of a snapshot'],
    [REMOTE, ['--unsaved'], '--unsaved belongs to --snapshot'],
    ['{ provider: k3s, hosts: local }', [], 'set cluster.etcd'],
    ['{ provider: existing }', [], 'set cluster.etcd'],
  ])('refuses %s %j', (cluster, args, message) => {
    expect(() => restored(cluster, args)).toThrow(message);
  });
});

function restored(cluster: string, args: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'finance-restore-etcd-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const text = `config:\n  finance-platform:web: { image: 'example.test/web:1' }\n  finance-platform:cluster: ${cluster}\n`;
  writeFileSync(join(root, 'Pulumi.lab.yaml'), text);
  let ran = { program: '', args: [] as readonly string[], input: '', known: '' };
  const code = restoreEtcd(
    ['--stack', 'lab', ...args],
    (program, all, input) => {
      const file = all.find((arg) => arg.startsWith('UserKnownHostsFile='))?.split('=')[1];
      ran = { program, args: all, input, known: file ? readFileSync(file, 'utf8') : '' };
      return 7;
    },
    root,
  );
  return { ran, code };
}

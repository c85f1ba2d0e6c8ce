import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type StandIn,
  type StandIns,
  standIns,
  whyNoStandIns,
} from '../../cluster/k3s/testing/stand-in-hosts.ts';
import { whyNoPulumi } from '../needs.ts';
import { changes, STACK, UNATTENDED, type Workspace, workspace } from '../pulumi-workspace.ts';
import { keyPair, type SshHost, sshHost, whyNoSsh } from './ssh-host.ts';

const PROJECT = {
  name: 'finance-platform',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/k3s/index.ts',
};
const NAMES = ['one', 'two', 'three'];
const [FIRST, SECOND, THIRD] = ['v1.35.1+k3s1', 'v1.36.0+k3s1', 'v1.37.0+k3s1'] as const;

/** Log entries of a restart of k3s by systemd; that of the server also annotates its storage class. */
const restarted = (host: string, service = 'k3s-agent') => [
  `${host}: daemon-reload`,
  `${host}: enable --quiet ${service}`,
  `${host}: restart ${service}`,
  ...(service === 'k3s' ? ['annotate storageclass local-path defaultVolumeType=local'] : []),
];

const reason = [whyNoPulumi('command', 'random', 'kubernetes'), whyNoStandIns(), whyNoSsh()]
  .filter((why) => why !== undefined)
  .join('; ');

describe.skipIf(reason !== '')(`a k3s cluster over ssh${reason && ` (skipped: ${reason})`}`, () => {
  let hosts: StandIns;
  let machines: readonly StandIn[];
  let reached: readonly SshHost[];
  let privateKey: string;
  let stack: Workspace;
  const folder = mkdtempSync(join(tmpdir(), 'k3s-e2e-'));

  beforeAll(async () => {
    hosts = standIns();
    const key = await keyPair(folder, 'key');
    ({ privateKey } = key);
    machines = NAMES.map((name) => hosts.host(name));
    reached = await Promise.all(machines.map((host) => sshHost(host, hosts.shared, folder, key.publicKey)));
    const [server, ...agents] = reached.map(({ address, hostKey }, at) => ({
      ...{ host: address, hostKey },
      ...(at > 0 && { name: NAMES[at] }),
    }));
    stack = await workspace(PROJECT, {
      'finance-platform:web': { image: 'finance-platform/web:0.1.0' },
      'finance-platform:database': { protect: false },
      'finance-platform:cluster': { provider: 'k3s', hosts: { server, agents }, ...releaseOf(FIRST) },
    });
    const path = 'finance-platform:secrets.sshKey';
    await stack.pulumi('config', 'set', '--secret', '--path', path, '--', privateKey);
  });
  afterAll(async () => {
    for (const host of reached) await host.stop();
    hosts.remove();
    stack.remove();
    rmSync(folder, { recursive: true });
  });

  const releaseOf = (version: string) => ({
    version,
    files: `/srv/${version}`,
    sha256: { amd64: hosts.release(version), arm64: hosts.release(version) },
  });
  const upgrade = async (version: string) => {
    const { files, sha256 } = releaseOf(version);
    await stack.set('finance-platform:cluster.version', version);
    await stack.set('finance-platform:cluster.files', files);
    await stack.set('finance-platform:cluster.sha256.amd64', sha256.amd64);
  };
  const addresses: string[] = [];
  const readdressed = async (at: number) => (addresses[at] = (await reached[at]?.readdress()) ?? '');
  const versions = () =>
    machines.map((host) => /k3s version (\S+)/.exec(host.read('/usr/local/bin/k3s'))?.[1]);

  it('touches nothing where a host proves itself with another key', async () => {
    const path = 'finance-platform:cluster.hosts.server.hostKey';
    await stack.set(path, reached[1]?.hostKey ?? '');
    const { code, output } = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(code).not.toBe(0);
    expect(output).toMatch(/host key mismatch|ssh: handshake failed/);
    expect(hosts.log()).toEqual([]);
    await stack.set(path, reached[0]?.hostKey ?? '');
  });

  it('is made host by host', async () => {
    const up = await stack.up();
    console.log(`first up: ${up.seconds.toFixed(1)} s`);
    expect(hosts.log()).toEqual([...restarted('one', 'k3s'), ...restarted('two'), ...restarted('three')]);
    expect(machines[1]?.read('/etc/rancher/k3s/config.yaml')).toBe(
      [
        'node-name: two',
        ...['kubelet-arg:', '  - config=/etc/rancher/k3s/kubelet.yaml'],
        `server: https://${reached[0]?.address}:6443`,
        'token-file: /etc/rancher/k3s/token',
        '',
      ].join('\n'),
    );
    expect(machines[1]?.read('/etc/rancher/k3s/token')).toMatch(/^K10f1a9e4::node:[A-Za-z0-9]{48}\n$/);
  });

  it('is left alone by a second run', async () => {
    expect(Object.keys(changes(await stack.up('--expect-no-changes')))).toEqual(['unchanged']);
    expect(hosts.log()).toEqual([]);
  });

  it('gives its kubeconfig as a secret, with the address of the server', async () => {
    expect((await stack.pulumi('stack', 'output', 'kubeconfig')).output).toContain('[secret]');
    const { output } = await stack.pulumi('stack', 'output', 'kubeconfig', '--show-secrets');
    expect(JSON.parse(output).clusters[0].cluster.server).toBe(`https://${reached[0]?.address}:6443`);
  });

  it('leaves no key and no token readable in what Pulumi keeps', () => {
    const written = stack.written();
    expect(written).toContain('k3s/agent/');
    const secrets = ['PRIVATE KEY', 'K10f1a9e4::node:', privateKey.split('\n')[1] ?? ''];
    for (const file of ['token', 'agent-token'])
      secrets.push(machines[0]?.read(`/etc/rancher/k3s/${file}`).trim() ?? '');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(written).not.toContain(secret);
    }
  });

  it('goes to another version one host after the other, each agent emptied before', async () => {
    await upgrade(SECOND);
    const up = await stack.up();
    console.log(`upgrade: ${up.seconds.toFixed(1)} s`);
    expect(changes(up)).not.toHaveProperty('replaced');
    expect(hosts.log()).toEqual([
      ...restarted('one', 'k3s'),
      ...['drain two', ...restarted('two'), 'uncordon two'],
      ...['drain three', ...restarted('three'), 'uncordon three'],
    ]);
    expect(versions()).toEqual([SECOND, SECOND, SECOND]);
  });

  it('stops at a node that cannot be emptied, and goes on there once it can', async () => {
    writeFileSync(join(hosts.shared, 'nodes/two/stuck'), '');
    await upgrade(THIRD);
    const { code } = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(code).not.toBe(0);
    expect(hosts.log()).toEqual([...restarted('one', 'k3s'), 'drain two']);
    expect(versions()).toEqual([THIRD, SECOND, SECOND]);

    rmSync(join(hosts.shared, 'nodes/two/stuck'));
    await stack.up();
    expect(hosts.log()).toEqual([
      ...['drain two', ...restarted('two'), 'uncordon two'],
      ...['drain three', ...restarted('three'), 'uncordon three'],
    ]);
  });

  it('keeps hosts that are at other addresses, without a way to the old ones', async () => {
    for (const [at, path] of ['server', 'agents[0]', 'agents[1]'].entries())
      await stack.set(`finance-platform:cluster.hosts.${path}.host`, await readdressed(at));
    const up = await stack.up();
    for (const what of ['created', 'replaced', 'deleted']) expect(changes(up)).not.toHaveProperty(what);
    expect(hosts.log()).toEqual([
      ...restarted('one', 'k3s'),
      ...['drain two', ...restarted('two'), 'uncordon two'],
      ...['drain three', ...restarted('three'), 'uncordon three'],
    ]);
  });

  it('keeps a host while a claim has its data there, unless that is let go by name', async () => {
    const kept = join(hosts.shared, 'volumes');
    const volume = (release: string) => `pvc-1|Delete|Bound|${release}|finance/data-postgres-0|three\n`;
    writeFileSync(kept, volume(''));
    await stack.pulumi('config', 'rm', '--path', 'finance-platform:cluster.hosts.agents[1]');
    const { code, output } = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(code).not.toBe(0);
    expect(output).toContain(
      'finance/data-postgres-0: kubectl annotate pv pvc-1 finance-platform/release=yes',
    );
    expect(hosts.log()).toEqual([]);
    expect(left(machines[2])).not.toEqual([]);
    writeFileSync(kept, volume('yes'));
  });

  it('takes a host back that has left and could not be forgotten, without what was let go', async () => {
    const kept = join(hosts.shared, 'volumes');
    const cannot = join(hosts.shared, 'unforgettable');
    writeFileSync(cannot, '');
    expect((await stack.start('pulumi', 'up', ...UNATTENDED).ended).code).not.toBe(0);
    expect(hosts.log()).toEqual([
      ...['drain three', 'delete pvc finance/data-postgres-0', 'delete pv pvc-1'],
      ...['three: disable --now --quiet k3s-agent', 'three: daemon-reload'],
    ]);
    expect(readFileSync(kept, 'utf8')).toBe('');
    rmSync(cannot);

    const agent = { host: addresses[2], hostKey: reached[2]?.hostKey, name: 'three' };
    for (const [setting, value] of Object.entries(agent))
      await stack.set(`finance-platform:cluster.hosts.agents[1].${setting}`, value ?? '');
    await stack.up();
    expect(hosts.log()).toEqual([...restarted('three'), 'uncordon three']);

    writeFileSync(kept, 'pvc-2|Delete|Bound|yes|finance/data-postgres-0|three\n');
    await stack.pulumi('config', 'rm', '--path', 'finance-platform:cluster.hosts.agents[1]');
  });

  it('lets a host go: its node is emptied, its k3s removed, its node forgotten', async () => {
    await stack.up();
    expect(hosts.log()).toEqual([
      ...['drain three', 'delete pvc finance/data-postgres-0', 'delete pv pvc-2'],
      'three: disable --now --quiet k3s-agent',
      'three: daemon-reload',
      'delete three',
    ]);
    expect(left(machines[2])).toEqual([]);
  });

  it('goes on without a host that is dead, once somebody says so', async () => {
    await reached[1]?.die();
    await stack.pulumi('config', 'rm', '--path', 'finance-platform:cluster.hosts.agents[0]');
    rmSync(join(hosts.shared, 'nodes/two'), { recursive: true }); // as `kubectl delete node two` does
    expect((await stack.start('pulumi', 'up', ...UNATTENDED).ended).code).not.toBe(0);
    const type = 'finance-platform:cluster:K3s$command:remote:Command';
    const urn = `urn:pulumi:${STACK}::${PROJECT.name}::${type}::k3s/agent/two`;
    await stack.pulumi('state', 'delete', '--yes', urn);
    await stack.up();
    expect(hosts.log()).toEqual(['delete two']);
  });

  it('leaves nothing on the hosts that live', async () => {
    await stack.pulumi('destroy', ...UNATTENDED);
    for (const at of [0, 2]) expect(left(machines[at])).toEqual([]);
  });
});

function left(host: StandIn | undefined): readonly string[] {
  return host?.files().filter((path) => /rancher|k3s|kubelet|systemd/.test(path)) ?? ['no such host'];
}

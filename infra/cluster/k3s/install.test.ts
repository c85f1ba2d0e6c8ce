import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as pulumi from '@pulumi/pulumi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installation } from './build-install-script.ts';
import { serverConfig } from './k3s-config-file.ts';
import { k3sSettings } from './testing/k3s-settings.ts';
import { type StandIn, type StandIns, standIns, whyNoStandIns } from './testing/stand-in-hosts.ts';

const VERSION = 'v1.36.4+k3s1';
const FILES = [
  '/etc/rancher/k3s/agent-token',
  '/etc/rancher/k3s/audit-policy.yaml',
  '/etc/rancher/k3s/config.yaml',
  '/etc/rancher/k3s/config.yaml.d/kernel.yaml',
  '/etc/rancher/k3s/finance-platform',
  '/etc/rancher/k3s/k3s.yaml',
  '/etc/rancher/k3s/kubelet.yaml',
  '/etc/rancher/k3s/token',
  '/etc/sysctl.d/95-finance-platform-k3s.conf',
  '/etc/systemd/system/k3s.service',
  '/usr/local/bin/k3s',
  '/var/lib/rancher/k3s/server/agent-token',
];
const NO_EMPTY_VOLUMES = 'annotate storageclass local-path defaultVolumeType=local';
const STARTED = [...['one: daemon-reload', 'one: enable --quiet k3s', 'one: restart k3s'], NO_EMPTY_VOLUMES];

const reason = whyNoStandIns();

describe.skipIf(reason)(`the script that installs k3s${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let hosts: StandIns;
  let host: StandIn;
  let sha256: string;
  beforeEach(() => {
    hosts = standIns();
    host = hosts.host('one');
    sha256 = hosts.release(VERSION);
  });
  afterEach(() => hosts.remove());

  /** Runs it, and returns its output. */
  async function script(verb: 'up' | 'update' | 'down', cluster: object = {}, tokens = TOKENS) {
    const settings = k3sSettings({
      files: `/srv/${VERSION}`,
      sha256: { amd64: sha256, arm64: sha256 },
      ...cluster,
    });
    const { script: text } = installation('server', settings, serverConfig(settings), tokens);
    return host.run(`sh -s -- ${verb}`, await textOf(text));
  }
  const server = (name: string) => ({
    hosts: { server: { host: '10.0.0.1', hostKey: 'ssh-ed25519 AAAA', name }, agents: [] },
    ssh: { keyFile: 'key' },
  });

  it('puts everything in its place, readable for root alone, and starts it', async () => {
    const { code, output } = await script('up');
    expect(output).toContain(`one: k3s ${VERSION} is the server`);
    expect(code).toBe(0);
    expect(host.files()).toEqual(FILES);
    expect(hosts.log()).toEqual(STARTED);
    expect(host.read('/etc/rancher/k3s/config.yaml')).toBe(`${serverConfig(k3sSettings({}))}\n`);
    expect(host.read('/etc/rancher/k3s/token')).toBe("it's $secret\n");
    for (const file of FILES.filter(
      (path) => path.startsWith('/etc/rancher/k3s/') && !/k3s.yaml|platform/.test(path),
    ))
      expect(host.mode(file), file).toBe('600');
    expect(host.mode('/usr/local/bin/k3s')).toBe('755');
    expect(output).not.toContain('secret');
  });

  it('does nothing a second time', async () => {
    await script('up');
    hosts.log();
    const before = host.run(`stat --format '%n %Z %i' ${FILES.join(' ')}`).output;
    const { output } = await script('up');
    expect(output).toBe(`one: k3s ${VERSION} is the server, unchanged\n`);
    expect(hosts.log()).toEqual([NO_EMPTY_VOLUMES]);
    expect(host.run(`stat --format '%n %Z %i' ${FILES.join(' ')}`).output).toBe(before);
  });

  it('restarts once when the configuration is another one', async () => {
    await script('up');
    hosts.log();
    await script('up', { tlsNames: ['k3s.example.com'] });
    expect(hosts.log()).toEqual(STARTED);
    expect(host.read('/etc/rancher/k3s/config.yaml')).toContain('k3s.example.com');
  });

  it('has the key of the object store of etcd in a file of its own, for root alone, and says nothing of it', async () => {
    const file = '/etc/rancher/k3s/config.yaml.d/etcd-s3.yaml';
    const settings = k3sSettings({
      files: `/srv/${VERSION}`,
      sha256: { amd64: sha256, arm64: sha256 },
      etcd: {},
    });
    const bring = async (secret: { ETCD_S3?: string }) => {
      const { script: text } = installation('server', settings, serverConfig(settings), TOKENS, {}, secret);
      return host.run('sh -s -- up', await textOf(text));
    };
    const { output } = await bring({ ETCD_S3: 'etcd-s3-secret-key: hush' });
    expect(output).not.toContain('hush');
    expect(host.read(file)).toBe('etcd-s3-secret-key: hush\n');
    expect(host.mode(file)).toBe('600');
    expect(host.read('/etc/rancher/k3s/config.yaml')).toContain('cluster-init: true');
    hosts.log();
    expect((await bring({ ETCD_S3: 'etcd-s3-secret-key: hush' })).output).toContain('unchanged');
    await bring({});
    expect(host.files()).not.toContain(file);
  });

  it('has a file of whom the API server takes where the settings name a provider, and none otherwise', async () => {
    const authentication = '/etc/rancher/k3s/authentication.yaml';
    const settings = k3sSettings({ files: `/srv/${VERSION}`, sha256: { amd64: sha256, arm64: sha256 } });
    const bring = async (AUTHENTICATION?: string) => {
      const more = AUTHENTICATION === undefined ? {} : { AUTHENTICATION };
      const { script: text } = installation('server', settings, serverConfig(settings), TOKENS, more);
      await host.run('sh -s -- up', await textOf(text));
    };
    await bring('kind: AuthenticationConfiguration');
    expect(host.read(authentication)).toBe('kind: AuthenticationConfiguration\n');
    expect(host.mode(authentication)).toBe('600');
    hosts.log();
    await bring();
    expect(host.files()).toEqual(FILES);
    expect(hosts.log()).toEqual(STARTED); // it starts without it
  });

  it('replaces the binary by one of another version, and restarts once', async () => {
    await script('up');
    hosts.log();
    const version = 'v1.37.0+k3s1';
    const other = { version, files: `/srv/${version}`, sha256: { amd64: hosts.release(version) } };
    expect((await script('up', other)).output).toContain(`one: k3s ${version} is the server`);
    expect(hosts.log()).toEqual(STARTED);
    expect(host.run('k3s --version').output).toContain(version);
    expect((await script('up', other)).output).toContain('unchanged');
  });

  it('starts what was cut off before it was started', async () => {
    writeFileSync(join(hosts.shared, 'broken'), '');
    const failed = await script('up');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain(`k3s ${VERSION} did not start`);
    expect(failed.output).toContain('k3s was started with ..., and ended');
    expect(failed.output).not.toContain('secret');
    host.run('rm /srv/broken');
    hosts.log();
    expect((await script('up')).code).toBe(0);
    expect(hosts.log()).toEqual(STARTED);
  });

  it.each([
    [
      'a file with another checksum',
      { sha256: { amd64: 'a'.repeat(64), arm64: 'a'.repeat(64) } },
      'and should be aaaa',
    ],
    ['a file that is not there', { files: '/srv/nowhere' }, '/srv/nowhere/k3s'],
    ['an architecture without a checksum', { sha256: { [foreign()]: 'a'.repeat(64) } }, 'is not set'],
  ])('touches nothing for %s', async (_what, cluster, message) => {
    const { code, output } = await script('up', cluster);
    expect(output).toContain(message);
    expect(code).not.toBe(0);
    expect(host.files()).toEqual([]);
    expect(hosts.log()).toEqual([]);
  });

  it.each([
    ['goes back', 'v1.35.9+k3s1', 'v1.35.9+k3s1 is older than v1.36.4+k3s1'],
    ['leaves out a minor version', 'v1.38.0+k3s1', 'leaves out a minor version; go by v1.37'],
  ])('refuses what %s, and lets go on what runs', async (_what, version, message) => {
    await script('up');
    hosts.log();
    const other = { version, files: `/srv/${version}`, sha256: { amd64: hosts.release(version) } };
    const { code, output } = await script('up', other);
    expect(output).toContain(message);
    expect(code).not.toBe(0);
    expect(hosts.log()).toEqual([]);
    expect(host.run('k3s --version').output).toContain(VERSION);
  });

  it('touches no Kubernetes that others made, neither to install nor to remove', async () => {
    host.run('mkdir -p /etc/rancher/k3s && echo theirs >/etc/rancher/k3s/config.yaml');
    const { code, output } = await script('up');
    expect(code).not.toBe(0);
    expect(output).toContain('a Kubernetes here already that we did not make (/etc/rancher/k3s)');
    expect((await script('down')).output).toContain('nothing here is ours');
    expect(host.files()).toEqual(['/etc/rancher/k3s/config.yaml']);
    expect(hosts.log()).toEqual([]);
  });

  it('leaves settings of the kernel that others made', async () => {
    host.run('mkdir -p /etc/sysctl.d && echo kernel.panic=0 >/etc/sysctl.d/90-kubelet.conf');
    await script('up');
    await script('down');
    expect(host.files()).toEqual(['/etc/sysctl.d/90-kubelet.conf']);
    expect(host.read('/etc/sysctl.d/90-kubelet.conf')).toBe('kernel.panic=0\n');
  });

  it.each([
    ['another node', server('two'), TOKENS, 'this host is node one, and not two'],
    [
      'the server of another cluster',
      server('one'),
      { ...TOKENS, TOKEN: 'other' },
      'this host is the server of another cluster',
    ],
  ])('is not made %s, nor taken away as that', async (_what, cluster, tokens, message) => {
    await script('up', server('one'));
    hosts.log();
    const up = await script('up', cluster, tokens);
    expect(up.output).toContain(message);
    expect(up.code).toBe(1);
    const down = await script('down', cluster, tokens);
    expect(down.output).toContain(`left alone: ${message}`);
    expect(down.code).toBe(0);
    expect(hosts.log()).toEqual([]);
    expect((await script('up', server('one'))).output).toContain('unchanged');
  });

  it('changes a machine that is the server already, and no other', async () => {
    const { code, output } = await script('update');
    expect(output).toContain('this is not the machine that was the server');
    expect(code).toBe(1);
    expect(host.files()).toEqual([]);
    await script('up');
    expect((await script('update')).output).toContain('unchanged');
  });

  it('waits for another run of it on the same host', async () => {
    const settings = k3sSettings({ files: `/srv/${VERSION}`, sha256: { amd64: sha256, arm64: sha256 } });
    const { script: text } = installation('server', settings, serverConfig(settings), TOKENS);
    const twice = 'cat >/srv/twice; sh /srv/twice up & sh /srv/twice up; wait';
    const { output } = host.run(twice, await textOf(text));
    expect(output.match(/is the server/g)).toHaveLength(2);
    expect(output.match(/unchanged/g)).toHaveLength(1);
    expect(hosts.log()).toEqual([...STARTED, NO_EMPTY_VOLUMES]);
  });

  it('does nothing before it has read its last byte', async () => {
    const settings = k3sSettings({ files: `/srv/${VERSION}`, sha256: { amd64: sha256, arm64: sha256 } });
    const { script: output } = installation('server', settings, serverConfig(settings), TOKENS);
    const text = await textOf(output);
    const ends = Array.from({ length: 12 }, (_, at) => Math.floor((text.length / 12) * at));
    for (const end of [...ends, text.length - 1]) {
      host.run('sh -s -- up', text.slice(0, end));
      expect(host.files(), `cut off after ${end} of ${text.length}`).toEqual([]);
    }
    expect(hosts.log()).toEqual([]);
  });

  it('goes on where it was killed before the first file was there', async () => {
    host.run('mkdir -p /etc/rancher/k3s.new /var/lib/finance-platform-k3s');
    expect((await script('up')).code).toBe(0);
    expect(host.files()).toEqual(FILES);
  });

  it('brings a binary that was broken off anew', async () => {
    await script('up');
    host.run(': >/usr/local/bin/k3s');
    expect((await script('up')).code).toBe(0);
    expect(host.run('k3s --version').output).toContain(VERSION);
  });

  it('does without the hardened kernel where the kernel does not take its settings', async () => {
    writeFileSync(join(hosts.shared, 'stubborn'), '');
    expect((await script('up')).output).toContain('without protect-kernel-defaults');
    expect(host.files()).not.toContain('/etc/rancher/k3s/config.yaml.d/kernel.yaml');
  });

  it('encrypts what goes between nodes, by a module that is there before anything is touched', async () => {
    const cluster = { flannelBackend: 'wireguard-native' };
    writeFileSync(join(hosts.shared, 'no-modules'), '');
    const refused = await script('up', cluster);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('one: refused: the kernel has no module wireguard');
    expect(host.files()).toEqual([]);
    rmSync(join(hosts.shared, 'no-modules'));
    expect((await script('up', cluster)).code).toBe(0);
    expect(hosts.log()).toEqual(['one: modprobe wireguard', ...STARTED]);
    expect(host.read('/etc/rancher/k3s/config.yaml')).toContain('flannel-backend: wireguard-native\n');
    expect(host.read('/etc/systemd/system/k3s.service')).toContain('ip link delete flannel.1\nExecStart=');
  });

  it('starts anew with another backend, once', async () => {
    await script('up');
    hosts.log();
    for (let times = 0; times < 2; times += 1)
      expect((await script('update', { flannelBackend: 'wireguard-native' })).code).toBe(0);
    expect(hosts.log().filter((line) => line.includes('restart'))).toEqual(['one: restart k3s']);
  });

  it('brings the images along where no registry can be reached', async () => {
    const archive = 'all the images';
    mkdirSync(join(hosts.shared, VERSION), { recursive: true });
    for (const arch of ['amd64', 'arm64'])
      writeFileSync(join(hosts.shared, VERSION, `k3s-airgap-images-${arch}.tar.zst`), archive);
    const sum = spawnSync('sha256sum', { input: archive, encoding: 'utf8' }).stdout.slice(0, 64);
    await script('up', { images: { amd64: sum, arm64: sum } });
    const image = host.files().find((path) => path.startsWith('/var/lib/rancher/k3s/agent/images/')) ?? '';
    expect(host.read(image)).toBe(archive);
  });

  it('takes everything away again, and its rules and links, but nothing of others', async () => {
    await script('up');
    hosts.log();
    const settings = k3sSettings({ files: `/srv/${VERSION}`, sha256: { amd64: sha256, arm64: sha256 } });
    const { script: text } = installation('server', settings, serverConfig(settings), TOKENS);
    const { output } = host.run(
      `set -e
      ip link add cni0 type bridge && ip link add veth0 type veth peer name veth1 && ip link set veth0 master cni0
      ip link add theirs type bridge
      iptables -N KUBE-SERVICES && iptables -A INPUT -j KUBE-SERVICES && iptables -A INPUT -p tcp --dport 22 -j ACCEPT
      mkdir -p /var/lib/kubelet/pods/a/volume && mount -t tmpfs tmpfs /var/lib/kubelet/pods/a/volume
      touch /var/lib/kubelet/pods/a/volume/data
      sh -s -- down
      ip -o link show; iptables-save`,
      await textOf(text),
    );
    expect(output).toContain('one: k3s is gone');
    expect(output).toContain('theirs');
    expect(output).toContain('--dport 22');
    expect(output).not.toMatch(/cni0|veth|KUBE/);
    expect(host.files()).toEqual([]);
    expect(hosts.log()).toEqual(['one: disable --now --quiet k3s', 'one: daemon-reload']);
  });
});

const SHELLCHECK = spawnSync('shellcheck', ['--version']).status === 0;

it.skipIf(!SHELLCHECK)(
  `shellcheck finds nothing${SHELLCHECK ? '' : ' (skipped: there is none here)'}`,
  () => {
    const scripts = [
      'administrator.sh',
      'authority-fingerprint.sh',
      'install.sh',
      'drain-node.sh',
      'testing/enter.sh',
      'testing/journalctl.sh',
      'testing/k3s.sh',
      'testing/systemctl.sh',
      'testing/sysctl.sh',
    ];
    execFileSync('shellcheck', scripts, { cwd: import.meta.dirname, stdio: 'pipe' });
  },
);

const TOKENS = { TOKEN: "it's $secret", AGENT_TOKEN: 'also secret' };

function textOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => void output.apply(resolve));
}

/** An architecture other than this machine's. */
function foreign(): string {
  return process.arch === 'x64' ? 'arm64' : 'amd64';
}

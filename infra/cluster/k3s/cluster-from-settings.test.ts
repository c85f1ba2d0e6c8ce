import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import {
  type Recording,
  type Registered,
  recordRegistrations,
} from '../../bridge/testing/record-registrations.ts';
import { snapshotWarnings } from '../../settings/choose-etcd-snapshot-store-or-warn.ts';
import { EncryptedValue } from '../../settings/redacted-encrypted-value.ts';
import { settingsWith } from '../../workloads/testing/settings-with.ts';
import { certificateRequest } from './certificate-request.ts';
import { k3sCluster } from './cluster-from-settings.ts';
import { term } from './issue-administrator-kubeconfig.ts';

const SSH = { keyFile: keyFile() };
const hostOf = (host: string) => ({ host, hostKey: `ssh-ed25519 ${Buffer.from(host).toString('base64')}` });
const [SERVER, AGENT, OTHER] = [hostOf('one.example.com'), hostOf('10.0.0.2'), hostOf('10.0.0.3')];
const HOSTS = { server: SERVER, agents: [AGENT, OTHER] };
const FINGERPRINT = 'c'.repeat(64);
const CHECKSUMS = { amd64: 'a'.repeat(64), arm64: 'b'.repeat(64) };

const STEPS = [
  'k3s/server',
  'k3s/agent/10.0.0.2/out',
  'k3s/agent/10.0.0.2',
  'k3s/agent/10.0.0.2/in',
  'k3s/agent/10.0.0.3/out',
  'k3s/agent/10.0.0.3',
  'k3s/agent/10.0.0.3/in',
];

describe('a k3s cluster', () => {
  it('is made host by host: the server, then one agent after the other', async () => {
    const { named } = await recordingOf();
    for (const [at, step] of STEPS.entries())
      expect(waitsFor(named(step)), step).toEqual(STEPS.slice(0, at).slice(-1));
    expect(waitsFor(named('k3s/administrator'))).toEqual(['k3s/server']);
    expect(waitsFor(named('k3s/authority'))).toEqual(['k3s/server']);
  });

  it('has what goes into it wait for the last agent', async () => {
    const { ready } = await clusterOf();
    expect(ready).toEqual(['k3s/agent/10.0.0.3/in', 'k3s/kept-class']);
  });

  it('talks to each host by itself, and knows it by its key', async () => {
    const { named } = await recordingOf();
    for (const [step, { host, hostKey }] of [
      ['k3s/server', SERVER],
      ['k3s/administrator', SERVER],
      ['k3s/agent/10.0.0.2/out', SERVER],
      ['k3s/agent/10.0.0.2', AGENT],
      ['k3s/agent/10.0.0.3', OTHER],
      ['k3s/agent/10.0.0.3/in', SERVER],
    ] as const) {
      const { type, secrets } = named(step);
      expect(type).toBe('command:remote:Command');
      expect(secrets['connection'], step).toMatchObject({ host, hostKey, user: 'root', port: 22 });
    }
  });

  it('shows neither a key nor a token', async () => {
    const { all, named } = await recordingOf();
    const readable = JSON.stringify(all.map(({ inputs }) => inputs));
    expect(readable).toContain('sh -s -- up');
    for (const secret of ['the key', 'made-up-for', 'PRIVATE KEY']) expect(readable).not.toContain(secret);
    expect(named('k3s/server').secrets['stdin']).toContain("TOKEN='made-up-for-k3s/token'");
    expect(named('k3s/agent/10.0.0.2').secrets['stdin']).toContain(
      `TOKEN='K10${FINGERPRINT}::node:made-up-for-k3s/agent-token'`,
    );
  });

  it('has hosts read what they are to do, and say nothing that is secret', async () => {
    const { all } = await recordingOf();
    const commands = all.filter(({ type }) => type === 'command:remote:Command');
    expect(commands).toHaveLength(9);
    for (const { name, inputs, secrets, options } of commands) {
      for (const verb of ['create', 'update', 'delete'])
        expect(inputs[verb] ?? 'exec sh -s', name).toMatch(/exec sh -s\b/);
      expect(inputOf({ inputs, secrets }), name).toMatch(/\nmain( "\$@")? <\/dev\/null$/);
      expect({ ...inputs, ...secrets }, name).not.toHaveProperty('environment');
      expect(options.additionalSecretOutputs ?? [], name).not.toContain('stdout');
    }
  });

  it('sends the key of its administrator nowhere, and has it certified', async () => {
    const { named } = await recordingOf();
    const { user, request } = certificateRequest(
      'made-up-for-k3s/administrator-key',
      'finance-platform:administrator',
    );
    const input = String(inputOf(named('k3s/administrator')));
    expect(input).toContain(`ADMINISTRATOR='${user}'`);
    expect(input).toContain(`REQUEST='${Buffer.from(request).toString('base64')}'`);
    expect(named('k3s/administrator').inputs['logging']).toBe('none');
  });

  it('has the key certified again in the next term, and not before', () => {
    const [day, first] = [24 * 60 * 60 * 1000, term(new Date(0))];
    expect(term(new Date(90 * day - 1))).toBe(first);
    expect(term(new Date(90 * day))).toBe(first + 1);
  });

  it('gives no agent the token of the server', async () => {
    const { named } = await recordingOf();
    for (const host of ['10.0.0.2', '10.0.0.3'])
      expect(named(`k3s/agent/${host}`).secrets['stdin']).not.toContain('made-up-for-k3s/token');
  });

  it('gives the kubeconfig as a secret, with the address that the certificate is for', async () => {
    const { kubeconfig, secret } = await clusterOf();
    expect(secret).toBe(true);
    const { clusters, users } = JSON.parse(kubeconfig);
    expect(clusters[0].cluster).toEqual({
      server: 'https://one.example.com:6443',
      'certificate-authority-data': 'QVVUSE9SSVRZ',
    });
    const { 'client-key-data': key, ...rest } = users[0].user;
    expect(rest).toEqual({ 'client-certificate-data': 'Q0VSVElGSUNBVEU=' });
    expect(Buffer.from(key, 'base64').toString()).toContain('PRIVATE KEY');
  });

  it('is taken apart backwards: a node is emptied, removed from its host, and forgotten', async () => {
    const { named } = await recordingOf();
    expect(STEPS.slice(1, 4).map((step) => named(step).inputs['delete'])).toEqual([
      expect.stringContaining('sh -s -- forget'),
      expect.stringContaining('sh -s -- down'),
      expect.stringContaining('sh -s -- empty'),
    ]);
    expect(named('k3s/server').inputs['delete']).toContain('sh -s -- down');
  });

  it('keeps its server, and the token of its database, while data is protected', async () => {
    for (const protect of [true, false]) {
      const { named } = await recordingOf({}, { database: { protect } });
      expect(named('k3s/server').options.protect).toBe(protect);
      expect(named('k3s/token').options.protect).toBe(protect);
      expect(named('k3s/agent/10.0.0.2').options.protect).toBeFalsy();
    }
  });
});

describe('another version', () => {
  const other = { version: 'v1.37.1+k3s1', sha256: CHECKSUMS };

  it('updates the same resources in the same order, and replaces none', async () => {
    const [before, after] = [await recordingOf(), await recordingOf(other)];
    expect(after.all.map(({ name }) => name)).toEqual(before.all.map(({ name }) => name));
    for (const step of [...STEPS, 'k3s/administrator', 'k3s/authority']) {
      expect(inputOf(after.named(step)), step).not.toBe(inputOf(before.named(step)));
      expect(after.named(step).inputs).not.toHaveProperty('triggers');
    }
  });
});

describe('another address', () => {
  const [first, second] = ['10.0.0.2', 'two.example.com'].map((host) => ({
    server: SERVER,
    agents: [{ ...AGENT, host, name: 'two' }],
  }));

  it('is that of the same node: nothing is made, and nothing taken away', async () => {
    const [before, after] = [await recordingOf({ hosts: first }), await recordingOf({ hosts: second })];
    expect(after.all.map(({ name }) => name)).toEqual(before.all.map(({ name }) => name));
    expect(after.named('k3s/agent/two').secrets['connection']).toMatchObject({ host: 'two.example.com' });
  });

  it('is that of the same cluster', async () => {
    const moved = { hosts: { ...HOSTS, server: hostOf('10.0.0.1') } };
    for (const { named } of [await recordingOf(), await recordingOf(moved)]) {
      expect(named('cluster').inputs['clusterIdentifier']).toBe('k3s');
      // A cluster created when the identifier was the server's address keeps that.
      expect(named('cluster').options.ignoreChanges).toEqual(['clusterIdentifier']);
    }
  });

  it('was part of a name once, which is known as the same', async () => {
    const { named } = await recordingOf({ hosts: first });
    expect(named('k3s/server').options.aliases).toEqual([{ name: 'k3s/server/one.example.com' }]);
    expect(named('k3s/administrator').options.aliases).toEqual([{ name: 'k3s/kubeconfig' }]);
    expect(named('k3s/authority').options.aliases).toEqual([{ name: 'k3s/join-token' }]);
    for (const step of ['', '/out', '/in'])
      expect(named(`k3s/agent/two${step}`).options.aliases).toEqual([{ name: `k3s/agent/10.0.0.2${step}` }]);
  });

  it('must be one of that machine', async () => {
    const { named } = await recordingOf();
    for (const step of ['k3s/server', 'k3s/agent/10.0.0.2'])
      expect(named(step).inputs['update']).toContain('sh -s -- update');
  });
});

it('files from elsewhere empty no node', async () => {
  const [before, after] = [await recordingOf(), await recordingOf({ files: '/srv/k3s' })];
  expect(inputOf(after.named('k3s/agent/10.0.0.2'))).not.toBe(inputOf(before.named('k3s/agent/10.0.0.2')));
  for (const step of ['k3s/agent/10.0.0.2/out', 'k3s/agent/10.0.0.2/in', 'k3s/administrator'])
    expect(inputOf(after.named(step))).toBe(inputOf(before.named(step)));
});

it('this very machine is a cluster of one node, without ssh', async () => {
  const { all, named } = await recordingOf({ hosts: 'local', ssh: {} });
  expect(named('k3s/server').type).toBe('command:local:Command');
  expect(named('cluster').inputs['clusterIdentifier']).toBe('k3s at local');
  expect(all.filter(({ type }) => type.startsWith('command:')).map(({ name }) => name)).toEqual([
    'k3s/server',
    'k3s/administrator',
  ]);
});

it('MetalLB comes as a chart, and has its addresses and its fence after that', async () => {
  const metalLb = { repository: 'https://charts.example.org/them', addresses: ['192.0.2.0/28'] };
  const { named } = await recordingOf({ metalLb, builtIn: { serviceLoadBalancer: false } });
  expect(named('add-on/metallb').inputs).toMatchObject({ chart: 'metallb', namespace: 'metallb-system' });
  expect(named('metal-lb/IPAddressPool').inputs).toMatchObject({ spec: { addresses: ['192.0.2.0/28'] } });
  expect(waitsFor(named('metal-lb/IPAddressPool'))).toEqual(['metallb']);
  expect(named('metal-lb/NetworkPolicy').inputs).toMatchObject({
    metadata: { namespace: 'metallb-system' },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ ports: [{ port: 9443 }] }] },
  });
});

it('takes people and pipelines from the providers of the settings, and from none otherwise', async () => {
  const access = { signIn: { issuer: 'https://id.example.com', clientId: 'kubernetes' } };
  const input = String(inputOf((await recordingOf({}, { access })).named('k3s/server')));
  expect(input).toContain('- authentication-config=/etc/rancher/k3s/authentication.yaml');
  expect(input).toContain("AUTHENTICATION='apiVersion: apiserver.config.k8s.io/v1");
  const without = String(inputOf((await recordingOf()).named('k3s/server')));
  expect(without).not.toContain('authentication-config');
  expect(without).not.toMatch(/^AUTHENTICATION=/m);
});

it('volumes outlive their claims by default, once the nodes are there', async () => {
  const { named } = await recordingOf();
  expect(named('k3s/kept-class').inputs).toMatchObject({
    metadata: { name: 'kept', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Retain',
  });
  expect(waitsFor(named('k3s/kept-class'))).toEqual(['k3s/agent/10.0.0.3/in']);
  for (const without of [{ keepVolumes: false }, { builtIn: { localPath: false } }]) {
    const { all } = await recordingOf(without);
    expect(all.map(({ name }) => name)).not.toContain('k3s/kept-class');
  }
});

describe('etcd', () => {
  const objectStore = { bucket: 'backups', endpoint: 'http://192.0.2.20:9000' };
  const secrets = {
    objectStoreKeyId: EncryptedValue.of('the-id'),
    objectStoreKey: EncryptedValue.of('the-store-key'),
  };
  const serverWith = async (more: object) =>
    (await recordingOf({ etcd: { keep: 5 } }, more)).named('k3s/server');

  it('has its snapshots in the store of the backups, whose key nobody sees', async () => {
    const server = await serverWith({ backup: { objectStore }, secrets });
    const input = String(inputOf(server));
    expect(input).toContain('cluster-init: true\netcd-snapshot-schedule-cron');
    expect(input).toContain('etcd-snapshot-retention: 5');
    expect(input).toContain(
      "ETCD_S3='etcd-s3: true\netcd-s3-bucket: backups\netcd-s3-folder: finance/etcd\n" +
        "etcd-s3-endpoint: '\\''192.0.2.20:9000'\\''\netcd-s3-insecure: true\n" +
        "etcd-s3-access-key: the-id\netcd-s3-secret-key: the-store-key'",
    );
    expect(JSON.stringify(server.inputs)).not.toContain('the-store-key');
  });

  it.each([
    ['none', {}],
    [
      'one inside of the cluster',
      { backup: { objectStore: { ...objectStore, pods: { namespace: 's3', port: 9000 } } }, secrets },
    ],
    ['ours, inside of the cluster', { backup: { objectStore: { kind: 'inside' } } }],
    ['one without a key', { backup: { objectStore } }],
  ])('keeps them on the server with the store: %s', async (_, more) => {
    const input = String(inputOf(await serverWith(more)));
    expect(input).toContain('cluster-init: true');
    expect(input).not.toMatch(/^ETCD_S3=/m);
    expect(snapshotWarnings(settingsOf({ etcd: {} }, more))).toHaveLength(1);
  });

  it('is there only where it is asked for', async () => {
    const input = String(
      inputOf((await recordingOf({}, { backup: { objectStore }, secrets })).named('k3s/server')),
    );
    expect(input).not.toContain('cluster-init: true');
    expect(input).not.toMatch(/^ETCD_S3=/m);
    expect(snapshotWarnings(settingsOf({}, {}))).toEqual([]);
    expect(snapshotWarnings(settingsOf({ etcd: {} }, { backup: { objectStore }, secrets }))).toEqual([]);
  });
});

it('a key that is not there is named with its setting', async () => {
  await expect(recordingOf({ ssh: { keyFile: '/no/such/key' } })).rejects.toThrow(
    /cluster\.ssh\.keyFile: .*\/no\/such\/key/,
  );
});

function settingsOf(cluster: object, more: object) {
  return settingsWith({ cluster: { provider: 'k3s', hosts: HOSTS, ssh: SSH, ...cluster }, ...more });
}

function recordingOf(cluster: object = {}, more: object = {}): Promise<Recording> {
  return recordRegistrations((parent) => clusterBelow(parent, cluster, more), { made: printed });
}

async function clusterOf() {
  let found: { kubeconfig: string; secret: boolean; ready: readonly string[] } | undefined;
  await recordRegistrations(
    async (parent) => {
      const { kubeconfig, ready } = clusterBelow(parent);
      const text = await new Promise<string>((resolve) => void kubeconfig.apply(resolve));
      found = { kubeconfig: text, secret: await pulumi.isSecret(kubeconfig), ready: ready.map(nameOf) };
    },
    { made: printed },
  );
  if (!found) throw new Error('nothing was registered');
  return found;
}

function clusterBelow(parent: pulumi.Resource, cluster: object = {}, more: object = {}) {
  const settings = settingsOf(cluster, more);
  if (settings.cluster.provider !== 'k3s') throw new Error('other settings');
  return k3sCluster(settings.cluster, settings, { parent });
}

/** Output that the hosts would print. */
function printed({ name }: pulumi.runtime.MockResourceArgs): object {
  const texts: Readonly<Record<string, string>> = {
    'k3s/administrator': 'authority QVVUSE9SSVRZ\ncertificate Q0VSVElGSUNBVEU=',
    'k3s/authority': FINGERPRINT,
  };
  return name in texts ? { stdout: texts[name] } : {};
}

function waitsFor({ options: { dependsOn } }: Registered): readonly string[] {
  const all = (Array.isArray(dependsOn) ? dependsOn : [dependsOn]) as readonly (
    | pulumi.Resource
    | undefined
  )[];
  return all.filter((one) => one !== undefined).map(nameOf);
}

/** Pulumi keeps it in a private field. */
function nameOf(resource: pulumi.Resource): string {
  return (resource as unknown as { readonly __name: string }).__name;
}

function inputOf({ inputs, secrets }: Pick<Registered, 'inputs' | 'secrets'>): unknown {
  return secrets['stdin'] ?? inputs['stdin'];
}

function keyFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'k3s-test-')), 'key');
  writeFileSync(file, 'the key');
  return file;
}

import * as v from 'valibot';
import { address, bitsOf, cidrOf, overlap, pool } from '../addresses.ts';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { chartRepository, hostOrAddress, nodeName } from '../names.ts';
import { flag, text, whole, words } from '../values.ts';

/** The release that is installed unless the settings name another one, with the SHA-256 of its binaries. */
const RELEASE = {
  version: 'v1.36.4+k3s1',
  sha256: {
    amd64: '835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f',
    arm64: 'c920706346d5ad4e5cd3c7bf1bb09ce71ebe07fec829e513e40f1caf98aed8bb',
  },
};

const settings = group({
  provider: v.literal('k3s'),

  /** `local` is the machine that Pulumi runs on; it becomes a cluster of one node. */
  hosts: hosts(),
  ssh: v.optional(
    group({
      /** Somebody else than root needs sudo without a password. */
      user: v.optional(
        text('the name of a user', (word) => /^[a-z_][a-z0-9_-]*$/.test(word)),
        'root',
      ),
      port: v.optional(whole(1, 65535), 22),
      /** Path of a private key without a passphrase; `~` is the home folder. Absent: it is `secrets.sshKey`. */
      keyFile: v.exactOptional(words('the path of a private key')),
    }),
    {},
  ),

  version: v.optional(
    text('a release of k3s such as v1.36.4+k3s1', (word) => /^v1\.\d+\.\d+\+k3s\d+$/.test(word)),
    RELEASE.version,
  ),
  /** Of the binaries `k3s` and `k3s-arm64` of that release, as its sha256sum-*.txt files say. */
  sha256: v.optional(checksums(), RELEASE.sha256),
  /** Where the files of the release are, for closed networks. Absent: its page on GitHub. */
  files: v.exactOptional(
    text('the https address of a folder, or its path on every host', (word) =>
      /^(?:https:\/\/[^\s'"?#]*[^\s'"?#/]|\/[^\s'"]*[^\s'"/])$/.test(word),
    ),
  ),
  /** SHA-256 of `k3s-airgap-images-<architecture>.tar.zst`, which is then installed too. Absent: images are pulled. */
  images: v.exactOptional(checksums()),

  /** Each node takes a /24 of it for its pods. */
  podCidr: v.optional(cidrOf(8, 24, '10.42.0.0/16'), '10.42.0.0/16'),
  /** The tenth address is the cluster's DNS. */
  serviceCidr: v.optional(cidrOf(12, 24, '10.43.0.0/16'), '10.43.0.0/16'),
  /** Further names and addresses by which the API server is reached. */
  tlsNames: v.optional(v.array(hostOrAddress(), 'must be a list of names and addresses'), []),

  /** What k3s brings along. */
  builtIn: v.optional(
    group({
      traefik: v.optional(flag(), true),
      coreDns: v.optional(flag(), true),
      localPath: v.optional(flag(), true),
      metricsServer: v.optional(flag(), true),
      serviceLoadBalancer: v.optional(flag(), true),
    }),
    {},
  ),
  /** Gives Services of type LoadBalancer addresses of their own. */
  metalLb: v.exactOptional(
    group({
      repository: chartRepository(),
      version: v.optional(
        text('a chart version such as 1.2.3', (word) => /^v?\d+\.\d+\.\d+$/.test(word)),
        '0.15.2',
      ),
      /** Free addresses of the network that the hosts are in. */
      addresses: v.pipe(
        v.array(pool(), 'must be a list of address ranges'),
        v.minLength(1, 'must be a list of address ranges'),
      ),
    }),
  ),
});

type Group = v.InferOutput<typeof settings>;

/** A cluster that is made of Linux hosts with systemd: one server and any number of agents. */
export const k3s = v.pipe(
  settings,
  agree<Group>(
    ['sha256', 'version'],
    ({ sha256, version }) => version === RELEASE.version || sha256.amd64 !== RELEASE.sha256.amd64,
    'must be set because version is another one than is known here',
  ),
  agree<Group>(
    ['podCidr', 'serviceCidr'],
    ({ podCidr, serviceCidr }) => !overlap(podCidr, serviceCidr),
    'must not overlap with serviceCidr',
  ),
  agree<Group>(
    ['podCidr', 'hosts'],
    ({ podCidr, hosts }) => nodesOf(hosts) <= 2 ** (NODE_BITS - bitsOf(podCidr)),
    ({ hosts }) => `must have room for a /${NODE_BITS} of each of ${nodesOf(hosts)} hosts`,
  ),
  agree<Group>(
    ['builtIn.serviceLoadBalancer', 'metalLb'],
    ({ builtIn, metalLb }) => metalLb === undefined || !builtIn.serviceLoadBalancer,
    'must be false because metalLb does the same',
  ),
  agree<Group>(
    ['hosts'],
    ({ hosts }) =>
      typeof hosts === 'string' || distinct([hosts.server, ...hosts.agents].map(({ host }) => host)),
    'must be different ones: each becomes one node',
  ),
  agree<Group>(
    ['hosts'],
    ({ hosts }) => typeof hosts === 'string' || distinct(namesOf(hosts)),
    'must have different names: each becomes one node',
  ),
);

/** One machine. */
export type Host = v.InferOutput<ReturnType<typeof host>>;

type Hosts = 'local' | { readonly server: Host; readonly agents: readonly Host[] };

function hosts(): v.GenericSchema<unknown, Hosts> {
  const remote = group({
    server: host(),
    agents: v.optional(v.array(host(), 'must be a list of hosts'), []),
  });
  return v.lazy((given) =>
    typeof given === 'string'
      ? text('local, or a group of settings with server and agents', (word) => word === 'local')
      : remote,
  ) as never;
}

function host() {
  return group({
    /** Where it answers to ssh, and the API server to everybody. */
    host: hostOrAddress(),
    /** What it proves itself with: run ssh-keyscan, and compare with /etc/ssh/ssh_host_ed25519_key.pub on the host. */
    hostKey: text('the public key of the host, such as ssh-ed25519 AAAA…', (word) =>
      /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+=*(?: [^\n]*)?$/.test(word),
    ),
    /** Of the node, for ever. Absent: what the host calls itself for the server, `host` for an agent. */
    name: v.exactOptional(nodeName()),
    /** What the nodes reach it by, where that is not `host`: an address that the machine itself has. */
    privateAddress: v.exactOptional(address()),
  });
}

function nodesOf(hosts: Hosts): number {
  return typeof hosts === 'string' ? 1 : 1 + hosts.agents.length;
}

/** Of the range of a node, unless k3s is told otherwise. */
const NODE_BITS = 24;

function namesOf({ server, agents }: Exclude<Hosts, 'local'>): readonly string[] {
  return [
    ...(server.name === undefined ? [] : [server.name]),
    ...agents.map(({ name, host }) => name ?? host),
  ];
}

function checksums() {
  const sha256 = () =>
    v.exactOptional(text('a SHA-256: 64 hexadecimal digits', (word) => /^[0-9a-f]{64}$/.test(word)));
  return v.pipe(
    group({ amd64: sha256(), arm64: sha256() }),
    v.check(({ amd64, arm64 }) => (amd64 ?? arm64) !== undefined, 'must have one of amd64, arm64'),
  );
}

function distinct(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}

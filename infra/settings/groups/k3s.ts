import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { address, bitsOf, cidrOf, overlap, pool } from '../ipv4-address-and-range-schemas.ts';
import { chartRepository, hostOrAddress, isWebAddress, nodeName } from '../name-and-url-schemas.ts';
import { choice, flag, text, whole, words } from '../quantity-text-and-choice-schemas.ts';
import { schedule } from '../schedule.ts';

/** Release to install unless the settings name another one, with the SHA-256 of its binaries. */
const RELEASE = {
  version: 'v1.36.4+k3s1',
  sha256: {
    amd64: '835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f',
    arm64: 'c920706346d5ad4e5cd3c7bf1bb09ce71ebe07fec829e513e40f1caf98aed8bb',
  },
};

/** Class of volumes on the disks of the nodes that outlive their claims. */
export const KEPT_CLASS = 'kept';

const settings = group({
  provider: v.literal('k3s'),

  /** Hosts of the nodes; `local` is the machine that Pulumi runs on, which becomes a cluster of one node. */
  hosts: hosts(),
  ssh: v.optional(
    group({
      /** User to sign in as; any but root needs sudo without a password. */
      user: v.optional(
        text('the name of a user', (word) => /^[a-z_][a-z0-9_-]*$/.test(word)),
        'root',
      ),
      /** The port of ssh on every host. */
      port: v.optional(whole(1, 65535), 22),
      /** Path of a private key without a passphrase; `~` is the home folder. Absent: the key is `secrets.sshKey`. */
      keyFile: v.exactOptional(words('the path of a private key')),
    }),
    {},
  ),

  /** The release that is installed. Another one needs its `sha256`. */
  version: v.optional(
    text('a release of k3s such as v1.36.4+k3s1', (word) => /^v1\.\d+\.\d+\+k3s\d+$/.test(word)),
    RELEASE.version,
  ),
  /** SHA-256 of the binaries `k3s` and `k3s-arm64` of that release, from its sha256sum-*.txt files. */
  sha256: v.optional(checksums(), RELEASE.sha256),
  /** Location of the release's files, for closed networks. Absent: its page on GitHub. */
  files: v.exactOptional(
    text(
      'the https address of a folder, or its path on every host, without a slash at the end',
      (word) => !word.endsWith('/') && (isWebAddress(word) || /^\/[^\s'"]+$/.test(word)),
    ),
  ),
  /** SHA-256 of `k3s-airgap-images-<architecture>.tar.zst`, which is then installed too. Absent: images are pulled. */
  images: v.exactOptional(checksums()),

  /** Range of the pods; each node takes a /24 of it. */
  podCidr: v.optional(cidrOf(8, 24, '10.42.0.0/16'), '10.42.0.0/16'),
  /** Range of the Services; its tenth address is the cluster DNS. */
  serviceCidr: v.optional(cidrOf(12, 24, '10.43.0.0/16'), '10.43.0.0/16'),
  /**
   * Backend of flannel between nodes: `wireguard-native` encrypts what pods of different nodes send each other. It needs the
   * kernel module `wireguard` on every host, and UDP port 51820 open between them in the place of 8472. Changing it restarts
   * k3s on all nodes, which reach each other's pods again when the last one has it.
   */
  flannelBackend: v.optional(choice(['vxlan', 'wireguard-native']), 'vxlan'),
  /** Additional names and addresses in the API server's certificate. */
  tlsNames: v.optional(v.array(hostOrAddress(), 'must be a list of names and addresses'), []),

  /**
   * Keeps the state of the cluster in etcd, with snapshots of it, which go to `backup.objectStore` too where the server reaches that.
   * Absent: in SQLite, without snapshots. A server that has etcd never goes back.
   */
  etcd: v.exactOptional(
    group({
      /** Schedule of the snapshots: five cron fields, in the time zone of the server. */
      schedule: v.optional(schedule(), '15 */6 * * *'),
      /** Number of snapshots to keep, on the server and in the store. */
      keep: v.optional(whole(1, 1000), 28),
    }),
  ),

  /** Components bundled with k3s. */
  builtIn: v.optional(
    group({
      /** The controller of Ingresses. */
      traefik: v.optional(flag(), true),
      /** DNS of the cluster. */
      coreDns: v.optional(flag(), true),
      /** The default storage class: volumes on the disks of the nodes. */
      localPath: v.optional(flag(), true),
      /** Measures pods for autoscalers and `kubectl top`. */
      metricsServer: v.optional(flag(), true),
      /** Gives Services of type LoadBalancer the addresses of the nodes. */
      serviceLoadBalancer: v.optional(flag(), true),
    }),
    {},
  ),
  /**
   * Keeps the volumes of deleted claims and namespaces, by a storage class `kept` that new claims get by default; claims that
   * exist stay as they are. Needs `builtIn.localPath`.
   */
  keepVolumes: v.optional(flag(), true),
  /** MetalLB, which gives Services of type LoadBalancer addresses of their own. */
  metalLb: v.exactOptional(
    group({
      /** Helm repository of MetalLB's publisher, or a mirror of it. */
      repository: chartRepository(),
      /** Version of the chart. */
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

/** A k3s cluster on Linux hosts with systemd: one server and any number of agents. */
export const k3s = v.pipe(
  settings,
  crossCheck<Group>(
    ['sha256', 'version'],
    ({ sha256, version }) => version === RELEASE.version || sha256.amd64 !== RELEASE.sha256.amd64,
    'must be set because version is another one than is known here',
  ),
  crossCheck<Group>(
    ['podCidr', 'serviceCidr'],
    ({ podCidr, serviceCidr }) => !overlap(podCidr, serviceCidr),
    'must not overlap with serviceCidr',
  ),
  crossCheck<Group>(
    ['podCidr', 'hosts'],
    ({ podCidr, hosts }) => nodesOf(hosts) <= 2 ** (NODE_BITS - bitsOf(podCidr)),
    ({ hosts }) => `must have room for a /${NODE_BITS} of each of ${nodesOf(hosts)} hosts`,
  ),
  crossCheck<Group>(
    ['builtIn.serviceLoadBalancer', 'metalLb'],
    ({ builtIn, metalLb }) => metalLb === undefined || !builtIn.serviceLoadBalancer,
    'must be false because metalLb does the same',
  ),
  crossCheck<Group>(
    ['hosts'],
    ({ hosts }) =>
      typeof hosts === 'string' || distinct([hosts.server, ...hosts.agents].map(({ host }) => host)),
    'must be different ones: each becomes one node',
  ),
  crossCheck<Group>(
    ['hosts'],
    ({ hosts }) => typeof hosts === 'string' || distinct(namesOf(hosts)),
    'must have different names: each becomes one node',
  ),
);

/** A machine that becomes a node. */
export type Host = v.InferOutput<ReturnType<typeof host>>;

type Hosts = 'local' | { readonly server: Host; readonly agents: readonly Host[] };

function hosts() {
  const local = text(
    'local, or a group of settings with server and agents',
    (word) => word === 'local',
  ) as unknown as v.GenericSchema<'local'>;
  const remote = group({
    /** The node that runs the API server. */
    server: host(),
    /** Further nodes. */
    agents: v.optional(v.array(host(), 'must be a list of hosts'), []),
  });
  return v.lazy((given) => (typeof given === 'string' ? local : remote));
}

function host() {
  return group({
    /** Address for ssh, and of the API server for its clients. */
    host: hostOrAddress(),
    /** Public host key: run ssh-keyscan, and compare with /etc/ssh/ssh_host_ed25519_key.pub on the host. */
    hostKey: text('the public key of the host, such as ssh-ed25519 AAAA…', (word) =>
      /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+=*(?: [^\n]*)?$/.test(word),
    ),
    /** Name of the node, for ever. Absent: the server's own hostname, `host` for an agent. */
    name: v.exactOptional(nodeName()),
    /** Address for traffic between nodes, when it is not `host`; it must be configured on the machine itself. */
    privateAddress: v.exactOptional(address()),
  });
}

function nodesOf(hosts: Hosts): number {
  return typeof hosts === 'string' ? 1 : 1 + hosts.agents.length;
}

/** Prefix length of a node's pod range, the default of k3s. */
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
    group({
      /** SHA-256 of the binary for x86_64 hosts. */
      amd64: sha256(),
      /** SHA-256 of the binary for 64-bit ARM hosts. */
      arm64: sha256(),
    }),
    v.check(({ amd64, arm64 }) => (amd64 ?? arm64) !== undefined, 'must have one of amd64, arm64'),
  );
}

function distinct(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}

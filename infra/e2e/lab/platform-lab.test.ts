import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OBJECT_STORE, SECRETS } from '../../workloads/defaults/names-and-ports.ts';
import { UPLOAD_FOLDER } from '../../workloads/facts/uploads-volume-mounts-and-placement.ts';
import { traefik } from '../exposure/traefik.ts';
import { Servers, whyNoFailover } from '../failover/control-cloudnative-pg-servers.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { portForward } from '../platform/port-forward.ts';
import { settled } from '../platform/rollout-status.ts';
import { runNow } from '../platform/run-cron-job.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, type Workspace, workspace } from '../pulumi-workspace.ts';
import { type Pair, selfSigned, tlsSecret } from '../self-signed-certificate.ts';
import { eventually } from '../wait-until.ts';
import { barmanPlugin } from './barman-plugin.ts';
import { DIFFERENCES, labOn } from './settings-for-test-cluster.ts';
import { sharedVolumes } from './shared-volumes.ts';

const NAMESPACE = ownNamespace('finance-e2e-lab');
const MONITORING = `${NAMESPACE}-monitoring`;
const STORE = `${NAMESPACE}-store`;
const EDGE = ownNamespace('finance-e2e-edge');
const HOST = `${NAMESPACE}.internal`;
const ORIGIN = `https://${HOST}`;
const IN = ['--namespace', NAMESPACE] as const;

describeDeployed(
  'the lab',
  () => {
    const undo: (() => Promise<unknown>)[] = [];
    const servers = new Servers(NAMESPACE);
    let stack: Workspace;
    let ingress: string;
    let node: { readonly name: string; readonly address: string; readonly network: string };
    let pair: Pair;
    let home: Household;

    beforeAll(async () => {
      for (const { what, why } of DIFFERENCES) console.log(`not as in lab.yaml: ${what}, because ${why}`);
      const edge = await traefik(EDGE);
      if (typeof edge === 'string') throw new Error(edge);
      undo.push(edge.remove);
      ingress = `https://${edge.https}`;
      const plugin = await barmanPlugin();
      undo.push(plugin.remove);
      const shared = await sharedVolumes(EDGE);
      undo.push(shared.remove);
      node = await someNode();
      pair = await selfSigned(HOST);
      const settings = labOn({
        namespace: NAMESPACE,
        host: HOST,
        tlsSecret: 'edge-tls',
        ingressClass: edge.className,
        node,
        sharedClass: EDGE,
      });
      const project = parse(readFileSync(join(import.meta.dirname, '../../../Pulumi.yaml'), 'utf8'));
      stack = await workspace(project, settings);
    });
    afterAll(async () => {
      home?.person.close();
      await forget(NAMESPACE, MONITORING, STORE);
      for (const step of undo.toReversed()) await step();
      stack?.remove();
    });

    it('comes up from nothing, and answers', async () => {
      const since = performance.now();
      const upped = stack.up();
      const certified = eventually(
        'the namespace',
        () => get('namespace', NAMESPACE).catch(() => undefined),
        {
          seconds: 240,
        },
      ).then(() => kubectlWith(JSON.stringify(tlsSecret(NAMESPACE, 'edge-tls', pair)), 'create', '-f', '-'));
      const [up] = await Promise.all([upped, certified]);
      const visitor = new Visitor(ORIGIN, ingress, pair.certificate);
      await eventually(
        'an answer',
        async () => (await visitor.get('/ready').catch(() => undefined))?.status === 200,
      );
      visitor.close();
      const took = ((performance.now() - since) / 1000).toFixed(1);
      console.log(
        `the lab from nothing: ${took} s to its answer, of which up ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`,
      );
      expect(Object.keys(changes(up))).toEqual(['created']);
      await servers.healthy();
      await settled(NAMESPACE);
    });

    it('lets its first person in by the invitation, through the Ingress with TLS', async () => {
      const { data } = await get('secret', SECRETS.firstInvitation, ...IN);
      const invitation = Buffer.from(data.FIRST_INVITATION, 'base64').toString();
      home = await household(
        new Visitor(ORIGIN, ingress, pair.certificate),
        `/sign-up?invitation=${invitation}`,
      );
      await home.spend('Bakery', '3.80');
      expect((await home.person.get(home.list)).body).toContain('Bakery');
    });

    it('lets her sign in at the port of a node too, by a certificate of the stack', async () => {
      const { data } = await get('secret', SECRETS.platformAuthority, ...IN);
      const authority = Buffer.from(data['ca.crt'], 'base64').toString();
      const at = `https://${node.address}:30180`;
      const other = await home.signIn(new Visitor(at, at, authority));
      expect((await other.get(home.list)).body).toContain('Bakery');
      other.close();
    });

    it('answers at a forwarded port at the same time', async () => {
      await portForward(NAMESPACE, 'service/web', 80, async (address) => {
        expect((await fetch(`${address}/ready`)).status).toBe(200);
      });
    });

    it('has one volume of receipts for pods on several nodes', async () => {
      const label = ['--selector', 'app.kubernetes.io/name=web'];
      const pods: ReadonlyArray<{ metadata: { name: string }; spec: { nodeName: string } }> = (
        await get('pods', ...IN, ...label)
      ).items;
      const [one] = pods;
      const other = pods.find(({ spec }) => spec.nodeName !== one?.spec.nodeName);
      const inPod = (pod: typeof one, script: string) =>
        kubectl('exec', pod?.metadata.name ?? '', ...IN, '--', 'node', '--eval', script);
      const file = `'${UPLOAD_FOLDER}/of-the-e2e'`;
      await inPod(one, `require('node:fs').writeFileSync(${file}, 'from another node')`);
      expect(await inPod(other, `console.log(require('node:fs').readFileSync(${file}, 'utf8'))`)).toBe(
        'from another node\n',
      );
      await inPod(one, `require('node:fs').rmSync(${file})`);
    });

    it('archives what is written, and has a base backup of it, in the store inside', async () => {
      const backups = async () => (await get('backups.postgresql.cnpg.io', ...IN)).items as Backup[];
      const [done] = await eventually(
        'a base backup',
        async () => {
          const all = await backups();
          const failed = all.find(({ status }) => status?.phase === 'failed');
          if (failed) throw new Error(failed.status?.error);
          return all.length > 0 && all.every(({ status }) => status?.phase === 'completed') && all;
        },
        { seconds: 300 },
      );
      expect(done?.status?.method).toBe('plugin');
      const primary = await servers.primary();
      const archived = async () =>
        (await servers.sql(primary, 'select archived_count from pg_stat_archiver')).map(Number)[0] ?? 0;
      const before = await archived();
      await servers.sql(primary, 'select pg_switch_wal()');
      await eventually('the next segment in the archive', async () => (await archived()) > before);
      expect(await servers.sql(primary, 'select failed_count from pg_stat_archiver')).toEqual(['0']);
      expect(await stored(`backup/${OBJECT_STORE.folder}`)).toEqual(
        expect.arrayContaining(['base', 'backup.info', 'wals']),
      );
    });

    it('copies its dump there, and restores it from there', async () => {
      const dump = await runNow(NAMESPACE, 'backup');
      expect(dump.log).toMatch(/the newest dump in the object store is finance-\d{8}T\d{6}Z/);
      expect(dump.succeeded, dump.log).toBe(true);
      const drill = await runNow(NAMESPACE, 'restore-drill');
      expect(drill.log).toMatch(/fetch: finance-\S+ is here/);
      expect(drill.log).toMatch(/finance-\S+ restored in \d+ s/);
      expect(drill.succeeded, drill.log).toBe(true);
      console.log(
        `in the store inside: a dump in ${dump.seconds.toFixed(1)} s, its drill in ${drill.seconds.toFixed(1)} s`,
      );
    });

    it('is not changed when nothing changes', async () => {
      const again = await stack.up('--expect-no-changes');
      console.log(`second up: ${again.seconds.toFixed(1)} s`);
      expect(Object.keys(changes(again))).toEqual(['unchanged']);
    });

    /** Names of the files below a folder of the store, which keeps objects as files of its volume. */
    async function stored(folder: string): Promise<readonly string[]> {
      const { items } = (await get('persistentvolumes')) as { items: readonly Volume[] };
      const { spec } = items.find(({ spec: { claimRef } }) => claimRef?.namespace === STORE) ?? {};
      const path = spec?.hostPath?.path ?? spec?.local?.path ?? '';
      return readdirSync(join(path, folder), { recursive: true, withFileTypes: true }).map(
        ({ name }) => name,
      );
    }
  },
  whyNoFailover(),
);

interface Backup {
  readonly status?: { readonly phase?: string; readonly error?: string; readonly method?: string };
}

interface Volume {
  readonly spec: {
    readonly claimRef?: { readonly namespace: string };
    readonly hostPath?: { readonly path: string };
    readonly local?: { readonly path: string };
  };
}

/** A node, and the network of all nodes. */
async function someNode() {
  const { items } = await get('nodes');
  const { metadata, status } = items.at(-1);
  const address = addressOf(status);
  return { name: metadata.name as string, address, network: `${address.replace(/\.\d+$/, '')}.0/24` };
}

function addressOf({ addresses }: { addresses: ReadonlyArray<{ type: string; address: string }> }): string {
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

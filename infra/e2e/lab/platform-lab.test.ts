import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHART_VERSIONS } from '../../settings/groups/default-chart-versions.ts';
import { OBJECT_STORE, SECRETS } from '../../workloads/defaults/names-and-ports.ts';
import { UPLOAD_FOLDER } from '../../workloads/facts/uploads-volume-mounts-and-placement.ts';
import { traefik } from '../exposure/traefik.ts';
import { Servers, whyNoFailover } from '../failover/control-cloudnative-pg-servers.ts';
import { ARGO_CD, delivered, forgetArgoCd, refreshed } from '../git-and-charts/argo-cd-application.ts';
import { argoCdChart } from '../git-and-charts/argo-cd-chart.ts';
import { type GitAndCharts, gitAndChartServer } from '../git-and-charts/git-and-chart-server.ts';
import { forgetKyverno, KYVERNO_IMAGES, kyvernoChart } from '../git-and-charts/kyverno-chart.ts';
import { settingsOf, stackFiles } from '../git-and-charts/stack-files.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { JAEGER_IMAGES, loadToolImages, METRIC_IMAGES } from '../load-tool-images.ts';
import { PrometheusApi } from '../metrics/prometheus-api.ts';
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
import { DIFFERENCES, labOn, MANIFESTS } from './settings-for-test-cluster.ts';
import { sharedVolumes } from './shared-volumes.ts';

const NAMESPACE = ownNamespace('finance-e2e-lab');
const MONITORING = `${NAMESPACE}-monitoring`;
const STORE = `${NAMESPACE}-store`;
const GIT = ownNamespace('finance-e2e-git');
const EDGE = ownNamespace('finance-e2e-edge');
const HOST = `${NAMESPACE}.internal`;
const ORIGIN = `https://${HOST}`;
const OTHER_HOST = `money.${HOST}`;
const IN = ['--namespace', NAMESPACE] as const;

describeDeployed(
  'the lab',
  () => {
    const undo: (() => Promise<unknown>)[] = [];
    const servers = new Servers(NAMESPACE);
    let stack: Workspace;
    let ingress: string;
    let git: GitAndCharts;
    let config: Readonly<Record<string, unknown>>;
    let commit: string;
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
      await loadToolImages({ ...METRIC_IMAGES, ...JAEGER_IMAGES, ...KYVERNO_IMAGES });
      git = await gitAndChartServer(GIT);
      undo.push(git.remove);
      process.env['SSL_CERT_FILE'] = git.certificateFile; // by which Pulumi fetches the chart of Argo CD
      node = await someNode();
      pair = await selfSigned(HOST, OTHER_HOST);
      config = labOn({
        namespace: NAMESPACE,
        host: HOST,
        otherHost: OTHER_HOST,
        tlsSecret: 'edge-tls',
        ingressClass: edge.className,
        node,
        sharedClass: EDGE,
        git,
      });
      const argoCd = await argoCdChart(settingsOf(config), { [git.host]: git.certificate });
      await git.publish(argoCd, await kyvernoChart());
      const project = parse(readFileSync(join(import.meta.dirname, '../../../Pulumi.yaml'), 'utf8'));
      stack = await workspace(project, config);
    });
    afterAll(async () => {
      home?.person.close();
      await forgetArgoCd();
      await forgetKyverno();
      await forget(NAMESPACE, MONITORING, STORE);
      for (const step of undo.toReversed()) await step();
      stack?.remove();
    });

    it('comes up from nothing, and answers', async () => {
      commit = await git.commit(stackFiles(config, MANIFESTS), 'the lab');
      const since = performance.now();
      const upped = stack.up();
      const certified = eventually(
        'the namespace',
        () => get('namespace', NAMESPACE).catch(() => undefined),
        { seconds: 240 },
      ).then(() => kubectlWith(JSON.stringify(tlsSecret(NAMESPACE, 'edge-tls', pair)), 'create', '-f', '-'));
      const [up] = await Promise.all([upped, certified]);
      const visitor = new Visitor(ORIGIN, ingress, pair.certificate);
      await eventually(
        'an answer',
        async () => (await visitor.get('/ready').catch(() => undefined))?.status === 200,
        { seconds: 600 },
      );
      visitor.close();
      const seconds = () => ((performance.now() - since) / 1000).toFixed(1);
      console.log(
        `the lab from nothing: ${seconds()} s to its answer, of which up ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`,
      );
      expect(Object.keys(changes(up))).toEqual(['created']);
      await delivered('kyverno', CHART_VERSIONS.kyverno.chart);
      await delivered(NAMESPACE, commit);
      console.log(`all of it synced and healthy: ${seconds()} s`);
      await servers.healthy();
      await settled(NAMESPACE);
    });

    it('lets its first person in by the invitation, through the Ingress with TLS', async () => {
      const { data } = await get('secret', SECRETS.firstInvitation, ...IN);
      const invitation = decoded(data.FIRST_INVITATION);
      home = await household(
        new Visitor(ORIGIN, ingress, pair.certificate),
        `/sign-up?invitation=${invitation}`,
      );
      await home.spend('Bakery', '3.80');
      expect((await home.person.get(home.list)).body).toContain('Bakery');
    });

    it('lets her sign in by its other name', async () => {
      const other = await home.signIn(new Visitor(`https://${OTHER_HOST}`, ingress, pair.certificate));
      expect((await other.get(home.list)).body).toContain('Bakery');
      other.close();
    });

    it('lets her sign in at the port of a node too, by a certificate of the stack', async () => {
      const { data } = await get('secret', SECRETS.platformAuthority, ...IN);
      const authority = decoded(data['ca.crt']);
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

    it('is watched: Prometheus reaches all that it asks, and nothing is wrong', async () => {
      const prometheus = new PrometheusApi(await atNodePort('http', MONITORING, 'prometheus', 30090));
      const up = async () => {
        const targets = await prometheus.targets();
        return targets.length > 0 && targets.every(({ health }) => health === 'up') && targets;
      };
      const targets = await eventually('all targets', up).catch(async () => await prometheus.targets());
      expect(targets.filter(({ health }) => health !== 'up')).toEqual([]);
      console.log(`watched: ${[...new Set(targets.map(({ job }) => job))].toSorted().join(', ')}`);
      // One always fires, and one tells of the commands that this test runs in pods.
      const firing = [...(await prometheus.firing())];
      expect(firing.filter((name) => !['Watchdog', 'ExecIntoPod'].includes(name))).toEqual([]);
    });

    it('has reports of Kyverno on what its policies say of each pod, and counts them', async () => {
      const reports = await eventually('a report', async () => {
        const { items } = await get('policyreports.wgpolicyk8s.io', ...IN);
        return items.length > 0 && (items as Report[]);
      });
      const results = reports.flatMap(({ results: all = [] }) => all);
      expect(results.filter(({ result }) => result !== 'pass' && result !== 'skip')).toEqual([]);
      expect(results.map(({ policy }) => policy)).toContain(`${NAMESPACE}-restricted`);
      const prometheus = new PrometheusApi(await atNodePort('http', MONITORING, 'prometheus', 30090));
      await eventually('the count of those that pass', async () => {
        const [passed] = await prometheus.query(`sum(finance_policy_report_pass{namespace="${NAMESPACE}"})`);
        return (passed?.value ?? 0) > 0;
      });
    });

    it('keeps the trace of a request in Jaeger', async () => {
      const { headers } = await home.person.get(home.list);
      const [, trace = ''] = String(headers['traceresponse']).split('-');
      expect(trace).toMatch(/^[\da-f]{32}$/);
      const jaeger = await atNodePort('http', MONITORING, 'jaeger', 30686);
      await eventually('the trace', async () => (await fetch(`${jaeger}/api/traces/${trace}`)).ok);
    });

    it('lets its administrator sign in to Argo CD by the password that it made', async () => {
      const { data } = await get('secret', 'argocd-secret', '--namespace', ARGO_CD);
      const { data: first } = await get('secret', 'argocd-initial-admin-secret', '--namespace', ARGO_CD);
      const password = decoded(first.password);
      const at = await atNodePort('https', ARGO_CD, 'argocd-server', 32012);
      const page = new Visitor('https://argocd-server', at, decoded(data['tls.crt']));
      expect((await page.get('/api/v1/applications')).status).toBe(401);
      const { status, body } = await page.postJson('/api/v1/session', { username: 'admin', password }, {});
      expect(status, body).toBe(200);
      expect(JSON.parse(body).token).toBeDefined();
      page.close();
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
      await delivered(NAMESPACE, commit);
    });

    it('goes back to a second of before, by the archive in the store inside', async () => {
      await home.spend('Before', '1.00');
      await pause(2000);
      const until = `${new Date().toISOString().slice(0, 19)}Z`;
      await pause(2000);
      await home.spend('After', '2.00');
      const primary = await servers.primary();
      const [segment] = await servers.sql(primary, 'select pg_walfile_name(pg_switch_wal())');
      await eventually('the archive of that second', async () => {
        const [last] = await servers.sql(primary, 'select last_archived_wal from pg_stat_archiver');
        return (last ?? '') >= (segment ?? '');
      });
      const since = performance.now();
      const paused = JSON.stringify({ spec: { syncPolicy: { automated: null } } });
      const patch = ['--type', 'merge', '--patch', paused];
      await kubectl('patch', 'application', NAMESPACE, '--namespace', ARGO_CD, ...patch);
      await kubectl('delete', 'cluster', 'postgres', ...IN);
      const database = config['finance-platform:database'] as object;
      const back = { ...database, recoverFrom: { archive: 'postgres', until }, archive: 'postgres-2' };
      const settings = { ...config, 'finance-platform:database': back };
      commit = await git.commit(stackFiles(settings, MANIFESTS), 'back to the archive');
      await refreshed(NAMESPACE);
      await stack.set('finance-platform:database.recoverFrom.archive', 'postgres');
      await stack.set('finance-platform:database.recoverFrom.until', until);
      await stack.set('finance-platform:database.archive', 'postgres-2');
      await stack.up('--refresh');
      await delivered(NAMESPACE, commit, { seconds: 900 });
      console.log(`back to a second of before: ${((performance.now() - since) / 1000).toFixed(1)} s`);
      const person = await home.signIn(new Visitor(ORIGIN, ingress, pair.certificate));
      const { body } = await person.get(home.list);
      person.close();
      expect(body).toContain('Before');
      expect(body).not.toContain('After');
    });

    /** Address of a port of the nodes: it answers at the node that the pod is on. */
    async function atNodePort(
      scheme: string,
      namespace: string,
      name: string,
      port: number,
    ): Promise<string> {
      const label = ['--selector', `app.kubernetes.io/name=${name}`];
      const [pod] = (await get('pods', '--namespace', namespace, ...label)).items;
      return `${scheme}://${pod.status.hostIP}:${port}`;
    }

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

interface Report {
  readonly results?: ReadonlyArray<{ readonly policy: string; readonly result: string }>;
}

interface Volume {
  readonly spec: {
    readonly claimRef?: { readonly namespace: string };
    readonly hostPath?: { readonly path: string };
    readonly local?: { readonly path: string };
  };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
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

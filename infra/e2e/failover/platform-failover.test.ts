import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOUDNATIVE_PG_DASHBOARD } from '../../workloads/dashboards/cloudnative-pg-dashboard.ts';
import { serversAlerts } from '../../workloads/metrics/alerts/cloudnative-pg-alerts.ts';
import { get } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { settled } from '../platform/rollout-status.ts';
import { runNow } from '../platform/run-cron-job.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes } from '../pulumi-workspace.ts';
import { requireSuccess } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { type Acknowledged, longestGap, startWriters } from './api-writers.ts';
import { node, registryOfOperator, Servers, whyNoFailover } from './control-cloudnative-pg-servers.ts';
import { type SqlWriter, sqlWriter } from './sql-writer.ts';

const NAMESPACE = ownNamespace('finance-e2e-failover');
const why = whyNoFailover();

/** Nodes that the tests may stop; never one that runs the add-ons. */
const STOPPABLE = (process.env['E2E_STOPPABLE_NODES'] ?? 'node-2,node-3').split(',');

(why === undefined
  ? describeDeployed
  : (title: string, tests: () => void) => describe.skip(`${title} (skipped: ${why})`, tests))(
  'three servers that stand in for each other',
  () => {
    const servers = new Servers(NAMESPACE);
    let dev: Deployed;
    let home: Household;
    /** Eight people, since the rate of each is limited. */
    let people: readonly Household[] = [];
    let raw: SqlWriter;
    let stopped: string | undefined;
    /** Writes that the app acknowledged while replication was synchronous. */
    const kept: Acknowledged[] = [];
    beforeAll(async () => {
      dev = await devStack(NAMESPACE);
      await dev.stack.set('database.mode', 'cloudnative-pg');
      await dev.stack.set('policies.registries[0]', await registryOfOperator());
    });
    afterAll(async () => {
      if (stopped) await node('start-node', stopped);
      for (const one of [home, ...people]) one?.person.close();
      await dev.remove();
    });

    it('come up with the app, which reads at the copies', async () => {
      const up = await dev.stack.up();
      console.log(`up from nothing: ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`);
      await settled(NAMESPACE);
      home = await household(dev.origin);
      await home.spend('Bakery', '3.80');
      expect((await home.person.get(home.list)).body).toContain('Bakery');
      await eventually('somebody of the app who reads at a copy', async () => {
        await home.person.get('/api/data');
        const readers = await Promise.all((await copies()).map((copy) => servers.sql(copy, READERS)));
        return readers.flat().length > 0;
      });
      expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
    });

    it('are dumped, and say that the dump was restored, and how they are', async () => {
      for (const job of ['backup', 'restore-drill']) {
        const { succeeded, log } = await runNow(NAMESPACE, job);
        expect(succeeded, log).toBe(true);
      }
      await eventually('every metric that alerts and dashboards ask for', async () => {
        const said = await servers.metrics(await servers.primary());
        expect(said).not.toContain('cnpg_errors_total{');
        return ASKED.every((name) => said.includes(`\n${name}`));
      });
    });

    it('are restored by one command, each of them, and what was is dropped by another', async () => {
      await home.spend('Butcher', '12.50'); // not in the dump
      const restored = await dev.stack.start('npm', 'run', 'restore', '--', '--stack', 'e2e').ended;
      requireSuccess('npm run restore', restored);
      console.log(`restore of three servers: ${restored.seconds.toFixed(1)} s`);
      const answers = async () => (await home.person.get('/ready')).status === 200;
      await eventually('an answer of the app', answers); // the Ingress controller has to learn of its pods
      home.person.close();
      home = { ...home, person: await home.signIn() };
      const { body } = await home.person.get(home.list);
      expect([body.includes('Bakery'), body.includes('Butcher')]).toEqual([true, false]);

      const [, kept = ''] = /is kept as (\w+)/.exec(restored.output) ?? [];
      await servers.shell(await servers.primary(), `dropdb -U postgres ${kept}`);
      for (const server of await servers.names()) {
        await eventually(`the restored database alone in ${server}`, async () => {
          const names = await servers.sql(
            server,
            "select datname from pg_database where datname ~ 'finance'",
          );
          const payees = await servers.sql(server, 'select payee from transaction');
          return names.length === 1 && payees.includes('Bakery') && !payees.includes('Butcher');
        });
      }
      people = await Promise.all(Array.from({ length: 8 }, () => household(dev.origin)));
      raw = await sqlWriter(NAMESPACE, await nodeThatStays());
    });

    it('lose no acknowledged write when the pod of the primary is deleted', async () => {
      await servers.healthy();
      const primary = await servers.primary();
      await writeThrough('pod of the primary deleted', primary, () => servers.deletePod(primary), 3000);
    });

    it('lose no acknowledged write when the node of the primary dies', async () => {
      await servers.healthy();
      const primary = await stoppableServer();
      await servers.promote(primary);
      const at = await servers.nodeOf(primary);
      await writeThrough(
        'node of the primary stopped',
        primary,
        async () => {
          stopped = at;
          await node('stop-node', at);
        },
        QUIET,
      );
    });

    it('are three again when the node is back, with every acknowledged row in each', async () => {
      if (stopped === undefined) throw new Error('no node was stopped');
      const since = Date.now();
      await node('start-node', stopped);
      const started = Date.now();
      stopped = undefined;
      await servers.healthy();
      console.log(
        `the node took ${inSeconds(started - since)} to start, its server ${inSeconds(Date.now() - started)} to follow`,
      );
      for (const server of await servers.names()) {
        await eventually(`every row in ${server}`, async () => (await lostOf(kept, server)).length === 0);
      }
      const twice = 'select payee from transaction group by payee having count(*) > 1';
      expect(await servers.sql(await servers.primary(), twice)).toEqual([]);
    });

    it('lose no acknowledged write when the copies lag, because they wait for one', async () => {
      await servers.healthy();
      const { acknowledged, lost } = await killedAfterCopiesLag('synchronous');
      expect(acknowledged).toBeGreaterThan(10);
      expect(lost).toEqual([]);
    });

    it('lose acknowledged writes in the same case when told not to wait', async () => {
      await servers.healthy();
      await dev.stack.set('database.replication', 'asynchronous');
      await dev.stack.up();
      await eventually('no synchronous copy', async () => {
        const [names] = await servers.sql(await servers.primary(), 'show synchronous_standby_names');
        return names === undefined;
      });
      const { lost } = await killedAfterCopiesLag('asynchronous');
      expect(lost.length).toBeGreaterThan(0);
    });

    /** Lets people write, stops the WAL senders to the standbys for two seconds, and kills the primary without grace. */
    async function killedAfterCopiesLag(replication: string) {
      const primary = await servers.primary();
      const writers = startWriters(people, replication);
      await pause(2000);
      const senders = await servers.sql(primary, 'select pid from pg_stat_replication');
      await servers.shell(primary, `kill -STOP ${senders.join(' ')}`);
      await pause(2000);
      const died = Date.now();
      await servers.deletePod(primary, '--grace-period=0', '--force');
      const operator = await servers.failedOver(primary, died);
      await writers.stop();
      const acknowledged = writers.acknowledged.length;
      const lost = await lostOf(writers.acknowledged);
      console.log(
        `${replication}, copies 2 s behind, pod of the primary killed: the operator took ${operator.toFixed(1)} s, ` +
          `${acknowledged} writes acknowledged, ${lost.length} lost`,
      );
      return { acknowledged, lost };
    }

    /** Keeps writing while the primary goes and another one takes over; no acknowledged write may be lost. */
    async function writeThrough(
      what: string,
      primary: string,
      go: () => Promise<void>,
      quiet: number,
    ): Promise<void> {
      const writers = startWriters(people, what);
      const last = () => writers.acknowledged.at(-1)?.at ?? 0;
      await pause(quiet);
      const before = Date.now();
      await go();
      const operator = await servers.failedOver(primary, before);
      const moved = Date.now();
      await eventually('a write after the failover', async () => last() > moved);
      await pause(1000);
      await writers.stop();
      const rows = await raw.acknowledged();
      const gap = (all: readonly Acknowledged[]) => longestGap(all, before - 1000, Date.now()).toFixed(1);
      const lost = await lostOf(writers.acknowledged);
      const there = new Set(await servers.sql(await servers.primary(), 'select n from probe.written'));
      const lostRaw = rows.filter(({ row }) => !there.has(row));
      console.log(
        `${what}: another primary after ${operator.toFixed(1)} s; ` +
          `no write for ${gap(writers.acknowledged)} s in the app, for ${gap(rows)} s in plain SQL; ` +
          `${writers.acknowledged.length} and ${rows.length} rows acknowledged, ${lost.length} and ${lostRaw.length} lost`,
      );
      expect([lost, lostRaw]).toEqual([[], []]);
      expect(writers.acknowledged.length).toBeGreaterThan(50);
      kept.push(...writers.acknowledged);
    }

    /** Rows that the app acknowledged and a server, by default the primary, does not have. */
    async function lostOf(rows: readonly Acknowledged[], server?: string): Promise<readonly string[]> {
      const there = new Set(
        await servers.sql(server ?? (await servers.primary()), 'select payee from transaction'),
      );
      return rows.map(({ row }) => row).filter((row) => !there.has(row));
    }

    async function copies(): Promise<readonly string[]> {
      const primary = await servers.primary();
      return (await servers.names()).filter((name) => name !== primary);
    }

    /** Name of a server on a node that may be stopped, preferably one without a pod of the app. */
    async function stoppableServer(): Promise<string> {
      const pods = await get('pods', '--namespace', NAMESPACE, '--selector', 'app.kubernetes.io/name=web');
      const taken = new Set(pods.items.map((pod: { spec: { nodeName: string } }) => pod.spec.nodeName));
      const at = new Map<string, string>();
      for (const server of await servers.names()) at.set(await servers.nodeOf(server), server);
      const [chosen] = STOPPABLE.filter((name) => at.has(name)).toSorted(
        (a, b) => Number(taken.has(a)) - Number(taken.has(b)),
      );
      if (chosen === undefined) throw new Error(`no server is on any of ${STOPPABLE.join(', ')}`);
      return at.get(chosen) ?? '';
    }

    async function nodeThatStays(): Promise<string> {
      const names: string[] = (await get('nodes')).items.map(
        (it: { metadata: { name: string } }) => it.metadata.name,
      );
      const name = names.find((one) => !STOPPABLE.includes(one));
      if (name === undefined) throw new Error('every node may be stopped');
      return name;
    }
  },
);

/**
 * Milliseconds, longer than a server keeps the operator's idle connection: a request to a dead server takes 30 s on an
 * old connection, and 2 s on a new one.
 */
const QUIET = 22_000;

/** Metrics of a server that alerts and dashboards use. */
const ASKED = [
  ...new Set(JSON.stringify([serversAlerts({ count: 3 }), CLOUDNATIVE_PG_DASHBOARD]).match(/\bcnpg_\w+/g)),
  'cnpg_finance_restore_last_dump_timestamp_seconds',
];

const READERS = `select pid from pg_stat_activity where usename = 'finance_web'`;

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

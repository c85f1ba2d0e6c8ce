import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../workloads/metrics/alerts/within-namespace.ts';
import { get, kubectl } from '../kubectl.ts';
import { loadToolImages, METRIC_IMAGES, whyNoToolImages } from '../load-tool-images.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { reachable } from '../platform/connection-probe.ts';
import { portForward } from '../platform/port-forward.ts';
import { runNow } from '../platform/run-cron-job.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { eventually } from '../wait-until.ts';
import { breakPods } from './broken-pods.ts';
import {
  ageDump,
  failWhile,
  fillRedis,
  guessPasswordsWhile,
  lowerCeiling,
  missCacheWhile,
  overstepWhile,
  scale,
  takeConnections,
} from './cause-faults.ts';
import { useFastAlertTimers } from './fast-alert-timers.ts';
import { SLOWLY, type Watched, watchedStack } from './monitored-stack.ts';
import { LATELY, PrometheusApi } from './prometheus-api.ts';
import {
  ALERTS,
  ASKED,
  AT_TIMES,
  isLabelOfOthers,
  isNotHere,
  isOfDayBefore,
  NOT_HERE,
  PANELS,
} from './queries-in-use.ts';

const NAMESPACE = ownNamespace('finance-e2e-metrics');
const MONITORING = `${NAMESPACE}-monitoring`;
const JOBS = [
  'alertmanager',
  'api-server',
  'cadvisor',
  'kube-state-metrics',
  'kubelet',
  'node-state-metrics',
  'postgres-exporter',
  'prometheus',
  'redis-exporter',
  'web',
  'worker',
];

/** Timeout for tests that wait for several notifications in turn. */
const LONG = { timeout: 900_000 };

describeDeployed('what watches the dev stack', watching, whyNoToolImages());

function watching(): void {
  let stack: Watched;
  let home: Household;
  const ask = (work: (api: PrometheusApi) => Promise<void>) =>
    portForward(MONITORING, 'service/prometheus', 9090, (address) => work(new PrometheusApi(address)));

  const fires = (name: string) =>
    ask(async (api) => {
      await eventually(`${name} fires`, async () => (await api.firing()).has(name), SLOWLY);
    });

  /** Waits until Alertmanager has an alert and inhibits it because of another one. */
  const isHeldBack = (name: string) =>
    portForward(MONITORING, 'service/alertmanager', 9093, async (address) => {
      const isIt = async () => {
        const answer = await fetch(`${address}/api/v2/alerts?filter=alertname%3D${name}`);
        const [alert] = (await answer.json()) as Array<{ status: { inhibitedBy: string[] } }>;
        return alert !== undefined && alert.status.inhibitedBy.length > 0;
      };
      await eventually(`${name} is held back`, isIt, SLOWLY);
    });

  beforeAll(async () => {
    [stack] = await Promise.all([watchedStack(NAMESPACE), loadToolImages(METRIC_IMAGES)]);
    const { seconds } = await stack.dev.stack.up();
    console.log(`up with what watches it: ${seconds.toFixed(1)} s`);
  }, LONG.timeout);
  afterAll(async () => {
    home?.person.close();
    await stack?.remove();
  });

  it.concurrent('is up itself, and sees every target', () =>
    ask(async (api) => {
      let down: readonly string[] = [];
      const areUp = async () => {
        const targets = await api.targets();
        const up = new Set(targets.filter(({ health }) => health === 'up').map(({ job }) => job));
        down = [
          ...JOBS.filter((job) => !up.has(job)),
          ...targets
            .filter(({ health }) => health !== 'up')
            .map(({ job, lastError }) => `${job}: ${lastError}`),
        ];
        return down.length === 0;
      };
      await eventually('targets', areUp, SLOWLY).catch(() => {
        throw new Error(`not up: ${down.join('; ')}`);
      });
      for (const metric of ['pg_up', 'redis_up']) expect((await api.query(metric))[0]?.value, metric).toBe(1);
    }));

  it.concurrent('has loaded every alert', () =>
    ask(async (api) => {
      const rules = await api.rules();
      expect(rules.map(({ name }) => name).toSorted()).toEqual(ALERTS.map(({ name }) => name).toSorted());
      expect(rules.filter(({ lastError }) => lastError)).toEqual([]);
    }));

  it.concurrent('is reached by nobody, and reaches metrics alone', async () => {
    const addressOf = async (namespace: string, name: string, port: number) => {
      const pods = await get('pods', '-n', namespace, '--selector', `app.kubernetes.io/name=${name}`);
      return `${pods.items[0].status.podIP}:${port}`;
    };
    const prometheus = await addressOf(MONITORING, 'prometheus', 9090);
    const metrics = await Promise.all(['web', 'worker'].map((name) => addressOf(NAMESPACE, name, 9464)));
    const closed = await Promise.all([
      addressOf(NAMESPACE, 'web', 8080),
      addressOf(NAMESPACE, 'postgres', 5432),
      addressOf(NAMESPACE, 'redis', 6379),
    ]);
    const probe = { image: stack.dev.image, name: 'probe' };
    const labels = { 'app.kubernetes.io/name': 'prometheus' };
    const [fromOutside, fromPrometheus] = await Promise.all([
      reachable({ ...probe, namespace: NAMESPACE, labels: {} }, [prometheus]),
      reachable({ ...probe, namespace: MONITORING, labels }, [...metrics, ...closed]),
    ]);
    expect(fromOutside).toEqual({ [prometheus]: false });
    expect(fromPrometheus).toEqual({
      ...Object.fromEntries(metrics.map((address) => [address, true])),
      ...Object.fromEntries(closed.map((address) => [address, false])),
    });
  });

  describe('tells somebody of', LONG, () => {
    beforeAll(async () => {
      await useFastAlertTimers(MONITORING);
      home = await household(stack.dev.origin);
    }, LONG.timeout);

    it.concurrent('backups that nobody ever restored, and of drills that restore an old one', async () => {
      await stack.tells('firing', 'RestoreNeverProved');
      for (const job of ['backup', 'restore-drill']) {
        const { succeeded, log } = await runNow(NAMESPACE, job);
        expect(succeeded, log).toBe(true);
      }
      await stack.tells('resolved', 'RestoreNeverProved');
      await ageDump(NAMESPACE);
      await stack.tells('firing', 'RestoreTooOld');
    });

    it.concurrent('pods and jobs that fail, and of an autoscaler that has no more to give', async () => {
      await Promise.all([breakPods(NAMESPACE), lowerCeiling(NAMESPACE)]);
      await stack.tells('firing', 'Watchdog');
      await stack.tells('firing', 'PodNotReady', 'JobFailed', 'TargetDown');
      await stack.tells('firing', 'AutoscalerAtCeiling');
      const job = stack.receiver.told.find(({ labels }) => labels['alertname'] === 'JobFailed');
      expect(job).toMatchObject({
        labels: { severity: 'warning', namespace: NAMESPACE, job_name: 'failing' },
        annotations: { summary: `Job ${NAMESPACE}/failing failed for good` },
      });
      expect(job?.annotations['runbook']).toContain('kubectl logs');
    });

    it.concurrent('a cache that nobody hits, that is full, and that is gone', async () => {
      await missCacheWhile(NAMESPACE, home, () => stack.tells('firing', 'CacheHitRateLow'));
      await fillRedis(NAMESPACE);
      await stack.tells('firing', 'RedisMemoryHigh');
      await scale(NAMESPACE, 'deployment/redis', 0);
      await stack.tells('firing', 'RedisDown');
      await scale(NAMESPACE, 'deployment/redis', 1);
    });

    it.concurrent('passwords that are tried, and of what the cluster refuses', async () => {
      await guessPasswordsWhile(stack.dev.origin, () => stack.tells('firing', 'SignInsFailing', 'LimitsHit'));
      await overstepWhile(NAMESPACE, () =>
        stack.tells('firing', 'AdmissionRefused', 'ApiCallsForbidden', 'ExecIntoPod'),
      );
    });

    it('a database that has no room, then of one that is gone, and of requests that failed only when it is back', async () => {
      await takeConnections(NAMESPACE);
      await stack.tells('firing', 'DatabaseConnectionsHigh');
      const knows = (name: string) => stack.receiver.told.some(({ labels }) => labels['alertname'] === name);
      await scale(NAMESPACE, 'statefulset/postgres', 0);
      await stack.tells('firing', 'DatabaseDown');
      await portForward(NAMESPACE, 'deployment/web', 8080, async (address) => {
        const person = home.person.twin(address);
        console.log(`${await failWhile(person, home.list, () => isHeldBack(BURN))} requests failed`);
        person.close();
      });
      expect(knows(BURN)).toBe(false);
      await scale(NAMESPACE, 'statefulset/postgres', 1);
      await stack.tells('resolved', 'DatabaseDown');
      await stack.tells('firing', BURN);
      await ask(async (api) => {
        expect(await api.firing()).toContain('ErrorBudgetBurnSlow');
      });
      expect(knows('ErrorBudgetBurnSlow')).toBe(false);
    });

    it('an app that is gone, and later that it could not tell of it', async () => {
      stack.receiver.takes = false;
      await scale(NAMESPACE, 'deployment/web', 0);
      // The pod would drain for a while otherwise.
      await kubectl(
        'delete',
        'pod',
        '-n',
        NAMESPACE,
        '-l',
        'app.kubernetes.io/name=web',
        '--now',
        '--wait=false',
      );
      await fires('AlertsNotDelivered');
      stack.receiver.takes = true;
      await stack.tells('firing', 'AppTargetMissing', 'AlertsNotDelivered');
      // The pod has been crashing since the first of the faults; the alert waits until it has done so often.
      await stack.tells('firing', 'PodCrashLooping');
    });
  });

  describe('after all that', () => {
    it('asks in its alerts and dashboards for nothing that nobody exports', () =>
      ask(async (api) => {
        expect(await api.missingFor('sum by (lable) (rate(app_request_total{job="web"}[5m]))')).toEqual([
          'app_request_total{job="web"}',
        ]);
        for (const expr of ASKED)
          for (const { text } of await api.selectors(within(NAMESPACE, expr)))
            expect(text).toContain(`namespace="${NAMESPACE}"`);
        const missing = new Set<string>();
        for (const expr of ASKED) for (const what of await api.missingFor(expr)) missing.add(what);
        const lacking = [...missing].filter(
          (what) => !isNotHere(what) && !isLabelOfOthers(what) && !AT_TIMES.includes(what),
        );
        expect(lacking).toEqual([]);
        for (const start of Object.keys(NOT_HERE))
          expect(
            [...missing].some((what) => what.startsWith(start)),
            start,
          ).toBe(true);
        console.log(`${ASKED.length} expressions, not here: ${[...missing].join(' ')}`);
      }));

    it('has something in every panel, with its legend', () =>
      ask(async (api) => {
        const empty: string[] = [];
        for (const { where, legend, expr } of PANELS) {
          const series = await api.drawn(expr);
          const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
          const isDrawn = series.some((one) => labels.every((label) => label in one.labels));
          if (!isDrawn && !isNotHere(expr) && !isOfDayBefore(expr))
            empty.push(`${where} / ${legend}: ${expr}`);
        }
        expect(empty).toEqual([]);
      }));

    it('took little memory all the time, and nothing was killed or began again but what was to', () =>
      ask(async (api) => {
        const most = (what: string) =>
          api.query(`max by (namespace, pod) (max_over_time(${what}[${LATELY}]))`);
        const used = await most('container_memory_working_set_bytes{pod!=""}');
        expect(used.length).toBeGreaterThanOrEqual(12);
        for (const { labels, value } of used) console.log(`${labels['pod']}: ${mebi(value)}`);
        const [all] = await api.query(
          `max_over_time(sum(max by (namespace, pod) (container_memory_working_set_bytes{pod!=""}))[${LATELY}:10s])`,
        );
        console.log(`at most ${mebi(all?.value ?? Number.NaN)} at a time`);
        expect(all?.value).toBeLessThan(SMALL);

        const pods = async (what: string) => {
          const some = (await most(what)).filter(({ value }) => value > 0);
          return some.map(({ labels }) => labels['pod']).toSorted();
        };
        expect(await pods('kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}')).toEqual([
          'hungry',
        ]);
        expect(await pods('kube_pod_container_status_restarts_total')).toEqual(['crashing', 'hungry']);
      }));
  });
}

const BURN = 'ErrorBudgetBurnFast';

/** Memory in bytes that `Pulumi.dev.yaml` says is enough for all of it. */
const SMALL = 2 ** 30;

function mebi(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)}Mi`;
}

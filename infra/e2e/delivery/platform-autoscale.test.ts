import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { printSecrets } from '../../synth/generate-and-print-secrets.ts';
import { synth } from '../../synth/synth.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { imageOfToday } from '../platform/dev-stack-workspace.ts';
import { readWhile } from '../platform/read-load.ts';
import { settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { eventually } from '../wait-until.ts';

const NAMESPACE = ownNamespace('finance-e2e-autoscale');
const STACK = 'autoscale';
const [LEAST, MOST] = [2, 4];
/** Time in which pods are added, and in which they go again: the autoscaler waits five minutes, and then takes half. */
const [UP_SECONDS, DOWN_SECONDS] = [180, 900];

/** The dev stack's sizes, without what a busy machine would measure beside the app. */
const SETTINGS = {
  namespace: NAMESPACE,
  images: { postgres: 'postgres:18', redis: 'redis:8' },
  database: { resources: { requests: { cpu: '50m', memory: '128Mi' } }, storage: { size: '1Gi' } },
  cache: { resources: { requests: { cpu: '50m', memory: '64Mi' } } },
  web: {
    image: imageOfToday(),
    signUp: 'open',
    resources: { requests: { cpu: '100m', memory: '192Mi' } },
    autoscaling: { min: LEAST, max: MOST, cpuPercent: 70 },
  },
  exposure: { kind: 'ingress', host: `${NAMESPACE}.localhost` },
  uploads: { size: '1Gi' },
  backup: { enabled: false },
  observability: { metrics: { kind: 'none' } },
};

const why = whyNoCluster();
describe.skipIf(why)(`the app under load${why ? ` (skipped: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoscale-'));
  let home: Household;
  beforeAll(async () => {
    const config = Object.fromEntries(
      Object.entries(SETTINGS).map(([name, value]) => [`finance-platform:${name}`, value]),
    );
    writeFileSync(join(folder, `Pulumi.${STACK}.yaml`), stringify({ config }));
    const which = ['--stack', STACK];
    await synth(which, () => {}, folder);
    const manifests = join(folder, 'charts-out', STACK);
    for (const file of readdirSync(manifests).filter((name) => name.startsWith('00-')))
      await kubectl('apply', '--filename', join(manifests, file));
    await kubectlWith(await printSecrets(which, {}, folder), 'apply', '--filename', '-');
    await kubectl('apply', '--filename', manifests);
    await settled(NAMESPACE);
    home = await household(`http://${NAMESPACE}.localhost`);
    await home.spend('Bakery', '3.80');
  });
  afterAll(async () => {
    home?.person.close();
    await forget(NAMESPACE);
    rmSync(folder, { recursive: true });
  });

  it('does not scale while nobody uses it', async () => {
    await eventually('figures of the idle pods', async () => (await measured()).memory !== undefined);
    const { cpu, memory } = await measured();
    console.log(`idle: ${cpu} % of the CPU, ${memory} % of the memory that a pod requests`);
    expect(memory).toBeLessThan(80);
    expect(await pods()).toBe(LEAST);
  });

  it(`grows from ${LEAST} to ${MOST} pods under load, and shrinks again, without a failed request`, async () => {
    const since = performance.now();
    const seconds = () => ((performance.now() - since) / 1000).toFixed(0);
    const grown = await readWhile(home, 'Bakery', () => until(MOST, UP_SECONDS), { readers: 12 });
    console.log(`${MOST} pods after ${seconds()} s: ${grown.right} pages, ${grown.wrong} failed`);
    // Somebody goes on, so that requests meet each pod that leaves, but with too little to keep it.
    const few = { readers: 2, pauseMs: 500 };
    const shrunk = await readWhile(home, 'Bakery', () => until(LEAST, DOWN_SECONDS), few);
    console.log(`${LEAST} pods after ${seconds()} s: ${shrunk.right} pages, ${shrunk.wrong} failed`);
    expect([...grown.examples, ...shrunk.examples]).toEqual([]);
    expect(grown.right).toBeGreaterThan(100);
    expect(shrunk.right).toBeGreaterThan(100);
  });
});

async function until(count: number, seconds: number): Promise<void> {
  await eventually(`${count} pods`, async () => (await pods()) === count, { seconds });
  await pause(5000); // some more requests with all of them, or without those that left
}

/** Number of ready pods, when there are no others. */
async function pods(): Promise<number | undefined> {
  const { status } = await get('deployment', 'web', '--namespace', NAMESPACE);
  return status.readyReplicas === status.replicas ? status.replicas : undefined;
}

/** Use of CPU and memory in percent of the requests, as the autoscaler sees it. */
async function measured(): Promise<{ readonly cpu?: number; readonly memory?: number }> {
  const { status } = await get('hpa', 'web', '--namespace', NAMESPACE);
  const found: readonly Metric[] = status.currentMetrics ?? [];
  return Object.fromEntries(
    found.flatMap(({ resource }) => (resource ? [[resource.name, resource.current.averageUtilization]] : [])),
  );
}

interface Metric {
  /** Absent as long as nothing is known of it. */
  readonly resource?: { readonly name: string; readonly current: { readonly averageUtilization?: number } };
}

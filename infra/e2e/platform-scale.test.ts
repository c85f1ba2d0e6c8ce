import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, get, ownNamespace } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { type Deployed, devStack } from './platform/deployed.ts';

const NAMESPACE = ownNamespace('finance-e2e-scale');
const STAND_STILL = 20;

describeDeployed('the dev stack at another scale', () => {
  let dev: Deployed;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.set('bridge:timeouts.Deployment', '240'); // where several tests share a machine, pods start slowly
    await scale(6);
    await dev.stack.up();
    await pods(6);
  });
  afterAll(() => dev.remove());

  it('has more pods without touching the database, and room for them before', async () => {
    const before = await postgres();
    const { pods: least } = await quota();
    await scale(8);
    const { output } = await dev.stack.up();
    expect(output).toContain(`ResourceQuota ${NAMESPACE}/quota grows before what it counts: `);
    await pods(8);
    expect(await postgres()).toEqual(before);
    expect(Number((await quota()).pods)).toBeGreaterThan(Number(least));
  });

  it('rolls out pod by pod in more time than it may stand still', async () => {
    await dev.stack.set('bridge:timeouts.Deployment', String(STAND_STILL));
    await dev.stack.set('web.logLevel', 'warn');
    const { seconds } = await dev.stack.up();
    console.log(`8 pods one by one: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeGreaterThan(STAND_STILL); // or it says nothing
    await dev.stack.set('bridge:timeouts.Deployment', '240');
  });

  it('gives up room when that is free, while the database starts again in the same run', async () => {
    const before = await postgres();
    await scale(2);
    await dev.stack.set('database.resources.requests.memory', '160Mi');
    const { seconds } = await dev.stack.up();
    console.log(`8 pods to 2: ${seconds.toFixed(1)} s`);
    expect((await postgres()).uid).not.toBe(before.uid);
    const { hard, used } = (await get('resourcequota', 'quota', '--namespace', NAMESPACE)).status;
    expect(Number(used.pods)).toBeLessThanOrEqual(Number(hard.pods));
    expect(Number(hard.pods)).toBeLessThan(16);
  });

  it('has more once more, in the name that its provider has by now, and then does not change', async () => {
    await scale(3);
    expect((await dev.stack.up()).output).toContain('grows before what it counts: ');
    await dev.stack.up('--expect-no-changes');
  });

  async function scale(pods: number): Promise<void> {
    for (const end of ['min', 'max']) await dev.stack.set(`web.autoscaling.${end}`, String(pods));
  }

  async function pods(count: number): Promise<void> {
    await eventually(`${count} pods`, async () => {
      const { status } = await get('deployment', 'web', '--namespace', NAMESPACE);
      return status.readyReplicas === count && status.replicas === count;
    });
  }

  async function postgres() {
    const { metadata, status } = await get('pod', 'postgres-0', '--namespace', NAMESPACE);
    return { uid: metadata.uid, restarts: status.containerStatuses[0].restartCount };
  }

  async function quota(): Promise<Readonly<Record<string, string>>> {
    return (await get('resourcequota', 'quota', '--namespace', NAMESPACE)).spec.hard;
  }
});

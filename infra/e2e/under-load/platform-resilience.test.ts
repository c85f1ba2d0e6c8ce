import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { readWhile } from '../platform/read-load.ts';
import { settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, UNATTENDED } from '../pulumi-workspace.ts';
import { kill } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

const NAMESPACE = ownNamespace('finance-e2e-resilience');
const PAYEE = 'Bakery';

describeDeployed('the dev stack, when something dies', () => {
  let dev: Deployed;
  let home: Household;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
  });
  afterAll(async () => {
    home?.person.close();
    await dev.remove();
  });

  it('is finished by one command when its first run was killed', async () => {
    const running = dev.stack.start('pulumi', 'up', ...UNATTENDED);
    await running.says(/StatefulSet postgres\/server .*pods ready/);
    await kill(running);

    const recovered = await dev.stack.start('npm', 'run', 'recover', '--', ...UNATTENDED).ended;
    expect(recovered.code, recovered.output).toBe(0);
    console.log(`recovery of a first run: ${recovered.seconds.toFixed(1)} s`);
    expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
    await settled(NAMESPACE);
    home = await household(dev.origin);
  });

  it('keeps every row when the pod of Postgres dies', async () => {
    await home.spend(PAYEE, '3.80');
    const { uid } = (await get('pod', 'postgres-0', '--namespace', NAMESPACE)).metadata;
    const since = performance.now();
    await kubectl('delete', 'pod', 'postgres-0', '--namespace', NAMESPACE, '--force', '--grace-period=0');
    await eventually('another pod of Postgres', async () => {
      const pod = await get('pod', 'postgres-0', '--namespace', NAMESPACE).catch(() => undefined);
      return pod !== undefined && pod.metadata.uid !== uid;
    });
    await eventually('the page', async () => {
      const answer = await home.person.get(home.list).catch(() => undefined);
      return answer?.status === 200 && answer.body.includes(PAYEE);
    });
    const away = seconds(since);
    // One pod served the page; the other one has to notice as well, and says until then that nothing was changed.
    await eventually('a row', () =>
      home.spend('Butcher', '12.50').then(
        () => true,
        () => false,
      ),
    );
    await settled(NAMESPACE);
    const { data } = JSON.parse((await home.person.get('/api/data')).body) as {
      data: Array<{ payee: string }>;
    };
    expect(data.filter(({ payee }) => payee === 'Butcher')).toHaveLength(1);
    console.log(`Postgres was away for ${away} s, and every pod had it back after ${seconds(since)} s`);
  });

  it('shows every page while Redis is away and back', async () => {
    const { right, wrong, examples } = await readWhile(home, PAYEE, async () => {
      await kubectl('delete', 'pods', '--selector', 'app.kubernetes.io/name=redis', '--namespace', NAMESPACE);
      await kubectl('rollout', 'status', 'deployment/redis', '--namespace', NAMESPACE);
      await home.spend('Barber', '30');
      expect((await home.person.get(home.list)).body).toContain('Barber');
    });
    console.log(`Redis away: ${right} pages as they should be, ${wrong} others`);
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] });
    expect(right).toBeGreaterThan(20);
  });

  it('shows every page while a pod of the app dies', async () => {
    const { right, wrong, examples } = await readWhile(home, PAYEE, async () => {
      const pods = await get('pods', '--selector', 'app.kubernetes.io/name=web', '--namespace', NAMESPACE);
      await kubectl('delete', 'pod', pods.items[0].metadata.name, '--namespace', NAMESPACE);
      await settled(NAMESPACE);
    });
    console.log(`a pod of the app deleted: ${right} pages as they should be, ${wrong} others`);
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] });
  });
});

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

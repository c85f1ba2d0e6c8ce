import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { type Deployed, devStack } from './platform/deployed.ts';
import { reachable } from './platform/probe.ts';

const NAMESPACE = 'finance-e2e-fence';
const OUTSIDE = 'finance-e2e-fence-outside';

describeDeployed('the fence of the dev stack', () => {
  let dev: Deployed;
  const addresses: Record<string, string> = {};
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.up();
    await kubectl('create', 'namespace', OUTSIDE);
    for (const [name, port] of Object.entries({ postgres: 5432, redis: 6379, web: 8080 })) {
      const pods = await get('pods', '--namespace', NAMESPACE, '--selector', labels(name).join('='));
      addresses[name] = `${pods.items[0].status.podIP}:${port}`;
    }
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', OUTSIDE, '--ignore-not-found');
    await dev.remove();
  });

  it.each([
    ['web', NAMESPACE, ['postgres', 'redis']],
    ['migrate', NAMESPACE, ['postgres']],
    ['stranger', NAMESPACE, []],
    ['redis', NAMESPACE, []],
    ['web', OUTSIDE, []],
  ])('lets a pod labelled %s in %s reach %j', async (label, namespace, allowed) => {
    const answers = await reachable(
      {
        name: `probe-${label}`,
        namespace,
        labels: Object.fromEntries([labels(label)]),
        image: dev.image,
      },
      Object.values(addresses),
    );
    const names = Object.entries(addresses).filter(([, address]) => answers[address]);
    expect(names.map(([name]) => name)).toEqual(allowed);
  });
});

function labels(name: string): [string, string] {
  return ['app.kubernetes.io/name', name];
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { reachable } from '../platform/connection-probe.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';

const NAMESPACE = ownNamespace('finance-e2e-fence');
const PORTS = { postgres: 5432, redis: 6379, web: 8080, worker: 9464 };
const OUTSIDE = ownNamespace('finance-e2e-fence-outside');

describeDeployed('the fence of the dev stack', () => {
  let dev: Deployed;
  const addresses: Record<string, string> = {};
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.up();
    await kubectl('create', 'namespace', OUTSIDE);
    for (const [name, port] of Object.entries(PORTS)) {
      const pods = await get('pods', '--namespace', NAMESPACE, '--selector', labels(name).join('='));
      addresses[name] = `${pods.items[0].status.podIP}:${port}`;
    }
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', OUTSIDE, '--ignore-not-found');
    await dev.remove();
  });

  it.each([
    ['web', 'inside', ['postgres', 'redis']],
    ['migrate', 'inside', ['postgres']],
    ['worker', 'inside', ['postgres']],
    ['stranger', 'inside', []],
    ['redis', 'inside', []],
    ['web', 'outside', []],
    ['worker', 'outside', []],
  ])('lets a pod labelled %s %s reach %j', async (label, where, allowed) => {
    const probe = {
      name: `probe-${label}`,
      namespace: where === 'inside' ? NAMESPACE : OUTSIDE,
      labels: Object.fromEntries([labels(label)]),
      image: dev.image,
    };
    const answers = await reachable(probe, Object.values(addresses));
    const names = Object.entries(addresses).filter(([, address]) => answers[address]);
    expect(names.map(([name]) => name)).toEqual(allowed);
  });
});

function labels(name: string): [string, string] {
  return ['app.kubernetes.io/name', name];
}

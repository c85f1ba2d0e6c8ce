import { networkInterfaces } from 'node:os';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { get } from '../kubectl.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { eventually } from '../wait-until.ts';
import { type Told, type Webhook, webhook } from './alertmanager-webhook-on-this-machine.ts';

/** Timeout for a busy machine. */
export const SLOWLY = { seconds: 240 };

/** The dev stack with its metrics, and a receiver that its Alertmanager notifies. */
export interface Watched {
  readonly dev: Deployed;
  readonly receiver: Webhook;
  /**
   * Waits until the receiver was notified of each of some alerts, and prints how long that took.
   *
   * @throws Error naming the alerts that it was not notified of
   */
  tells(status: Told['status'], ...names: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** Prepares the stack and starts the receiver; nothing is deployed yet. */
export async function watchedStack(namespace: string): Promise<Watched> {
  const receiver = await webhook();
  const node = await thisNode();
  const { observability } = readStackFile('dev');
  const dev = await devStack(namespace, {
    metrics: {
      ...observability.metrics,
      scrapeSeconds: 5,
      alerts: { receiver: { kind: 'webhook', port: receiver.port, network: `${node}/32` } },
    },
  });
  await dev.stack.set('secrets.alertWebhook', `http://${node}:${receiver.port}/`, '--secret');
  return {
    dev,
    receiver,
    async tells(status, ...names) {
      const since = performance.now();
      const waiting = new Set(names);
      const took: string[] = [];
      const ask = async () => {
        for (const name of waiting) {
          const isIt = (one: Told) => one.status === status && one.labels['alertname'] === name;
          if (!receiver.told.some(isIt)) continue;
          waiting.delete(name);
          took.push(`${name} ${((performance.now() - since) / 1000).toFixed(0)} s`);
        }
        return waiting.size === 0;
      };
      await eventually('told', ask, SLOWLY).catch(() => {
        const all = receiver.told.map((one) => `${one.labels['alertname']} ${one.status}`).join(', ');
        throw new Error(`nobody was told that ${[...waiting].join(', ')} is ${status}; but ${all}`);
      });
      console.log(`told ${status}: ${took.join(', ')}`);
    },
    async remove() {
      receiver.close();
      await dev.remove();
    },
  };
}

/** Address at which pods reach this machine. */
async function thisNode(): Promise<string> {
  const here = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address));
  const { items } = (await get('nodes')) as {
    items: ReadonlyArray<{ status: { addresses: ReadonlyArray<{ address: string }> } }>;
  };
  const node = items.flatMap(({ status }) => status.addresses).find(({ address }) => here.includes(address));
  if (!node) throw new Error('this machine is no node of the cluster: pods would not reach it');
  return node.address;
}

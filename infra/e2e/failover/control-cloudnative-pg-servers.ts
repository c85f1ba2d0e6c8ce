import { spawnSync } from 'node:child_process';
import { get, kubectl } from '../kubectl.ts';
import { requireSuccess, run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

/** Reason why there can be no Cluster of CloudNativePG, or no node can be stopped; undefined when both are possible. */
export function whyNoFailover(): string | undefined {
  if (process.env['E2E_CLUSTER'] === undefined)
    return 'E2E_CLUSTER names no command with stop-node and start-node';
  const crd = ['get', 'crd', 'clusters.postgresql.cnpg.io', '--request-timeout=5s'];
  return spawnSync('kubectl', crd).status === 0 ? undefined : 'the operator of CloudNativePG is not there';
}

/** Registry of the operator's image, which the operator runs in each of its pods too. */
export async function registryOfOperator(): Promise<string> {
  const operator = await get('deployment', 'cnpg-controller-manager', '--namespace', 'cnpg-system');
  return operator.spec.template.spec.containers[0].image.replace(/\/[^/]*$/, '');
}

/** The Postgres servers of a namespace, as their operator sees them. */
export class Servers {
  readonly #in: readonly string[];
  constructor(namespace: string) {
    this.#in = ['--namespace', namespace];
  }

  async names(): Promise<readonly string[]> {
    return (await get('cluster', 'postgres', ...this.#in)).status.instanceNames;
  }

  async primary(): Promise<string> {
    return (await get('cluster', 'postgres', ...this.#in)).status.currentPrimary;
  }

  async nodeOf(pod: string): Promise<string> {
    return (await get('pod', pod, ...this.#in)).spec.nodeName;
  }

  /** Queries a server as its superuser; returns the rows as text. */
  async sql(server: string, question: string): Promise<readonly string[]> {
    const psql = ['psql', '-qtAX', '-d', 'finance', '-c', question];
    const said = await kubectl('exec', server, ...this.#in, '--container=postgres', '--', ...psql);
    return said.split('\n').filter((line) => line !== '');
  }

  /** Runs a shell command in a server's container. */
  shell(server: string, line: string): Promise<string> {
    return kubectl('exec', server, ...this.#in, '--container=postgres', '--', 'bash', '-c', line);
  }

  /** Metrics of a server, as Prometheus scrapes them. */
  metrics(server: string): Promise<string> {
    const ask = String.raw`printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3; cat <&3`;
    return this.shell(server, `exec 3<>/dev/tcp/127.0.0.1/9187; ${ask}`);
  }

  /** Deletes a server's pod; with a grace period of 0 it has no time to send anything more. */
  async deletePod(server: string, ...options: readonly string[]): Promise<void> {
    await kubectl('delete', 'pod', server, ...this.#in, '--wait=false', ...options);
  }

  /** Switches over to another primary, as `kubectl cnpg promote` does. */
  async promote(server: string): Promise<void> {
    if ((await this.primary()) === server) return;
    const targetPrimaryTimestamp = new Date().toISOString().replace(/\.\d+Z$/, '.000000Z');
    const status = { targetPrimary: server, targetPrimaryTimestamp, phase: 'Switchover in progress' };
    const patch = ['--subresource=status', '--type=merge', `--patch=${JSON.stringify({ status })}`];
    await kubectl('patch', 'cluster', 'postgres', ...this.#in, ...patch);
    await eventually(`primary ${server}`, async () => (await this.primary()) === server);
    await this.healthy();
  }

  /** Waits for another primary than `from`; returns the seconds since a moment of `Date.now()`. */
  async failedOver(from: string, since: number): Promise<number> {
    const moved = async () => (await this.primary()) !== from;
    await eventually('another primary', moved, { seconds: 180 });
    return (Date.now() - since) / 1000;
  }

  /** Waits until all three are ready: a primary, and standbys that follow it. */
  async healthy(): Promise<void> {
    const ready = async () => {
      const { status } = await get('cluster', 'postgres', ...this.#in);
      return status.readyInstances === 3 && status.phase === 'Cluster in healthy state';
    };
    await eventually('three healthy servers', ready, { seconds: 180 });
  }
}

/** Stops a node at once, or starts it again. */
export async function node(what: 'stop-node' | 'start-node', name: string): Promise<void> {
  requireSuccess(`${what} ${name}`, await run(process.env['E2E_CLUSTER'] ?? '', [what, name]));
}

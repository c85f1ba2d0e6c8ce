import { randomBytes } from 'node:crypto';
import { requireSuccess, run } from './run-process.ts';

/** Unique name of a namespace for one run, so that several can share a cluster. */
export function ownNamespace(name: string): string {
  return `${name}-${randomBytes(2).toString('hex')}`;
}

/** Runs kubectl on the cluster of KUBECONFIG and returns what it prints. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const ended = await run('kubectl', args);
  requireSuccess(`kubectl ${args.join(' ')}`, ended);
  return ended.output.replace(REMARK, '');
}

/** Remarks of kubectl itself on `exec`: which container it took, and sometimes that a stream ended before it was read. */
const REMARK = /^(?:Defaulted container .*|E\d{4} .* websocket\.go:\d+\] .*)\n/gm;

/** Runs kubectl with standard input, for `--filename -`, and returns what it prints. */
export async function kubectlWith(input: string, ...args: readonly string[]): Promise<string> {
  const ended = await run('kubectl', args, { input });
  requireSuccess(`kubectl ${args.join(' ')}`, ended);
  return ended.output;
}

/** Deletes namespaces, and the cluster-scoped objects whose names begin with that of one of them. */
export async function forget(...namespaces: readonly string[]): Promise<void> {
  const outside = (await kubectl('get', NAMED_AFTER_NAMESPACES, '--output', 'name'))
    .split('\n')
    .filter((name) => namespaces.some((namespace) => name.includes(`/${namespace}-`)));
  if (outside.length > 0) await kubectl('delete', '--ignore-not-found', ...outside);
  const deleted = ['delete', 'namespace', '--ignore-not-found', ...namespaces];
  await kubectl(...deleted, '--wait=false');
  // Nobody is served any more: pods need not use their grace period.
  const atOnce = ['delete', 'pods', '--all', '--grace-period=1', '--wait=false'];
  await Promise.all(namespaces.map((namespace) => kubectl(...atOnce, '--namespace', namespace)));
  await kubectl(...deleted);
}

const NAMED_AFTER_NAMESPACES =
  'validatingadmissionpolicies,validatingadmissionpolicybindings,priorityclasses,clusterroles,clusterrolebindings';

/** Reads an object or a list from the cluster. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the Kubernetes API
export async function get(...args: readonly string[]): Promise<any> {
  return JSON.parse(await kubectl('get', ...args, '--output', 'json'));
}

/** Waits until no volume of a namespace is left: the cluster deletes each after its claim. */
export async function volumesGone(namespace: string): Promise<void> {
  await eventually(`no volume of ${namespace}`, async () => {
    const { items } = (await get('persistentvolumes')) as {
      items: Array<{ spec: { claimRef?: { namespace: string } } }>;
    };
    return items.every(({ spec }) => spec.claimRef?.namespace !== namespace);
  });
}

/**
 * Polls four times a second until the answer is neither undefined nor false, and returns it.
 *
 * @throws Error naming `what`, after 120 seconds by default
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { seconds = 120 } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

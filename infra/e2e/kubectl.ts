import { requireSuccess, run } from './run-process.ts';

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

/** Reads an object or a list from the cluster. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the Kubernetes API
export async function get(...args: readonly string[]): Promise<any> {
  return JSON.parse(await kubectl('get', ...args, '--output', 'json'));
}

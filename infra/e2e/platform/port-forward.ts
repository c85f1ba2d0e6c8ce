import { kill, start } from '../run-process.ts';

/** Forwards a local port to a target in the cluster, such as `service/web`, while work is done with its address. */
export async function portForward(
  namespace: string,
  target: string,
  port: number,
  work: (address: string) => Promise<void>,
): Promise<void> {
  const forwarding = start('kubectl', ['--namespace', namespace, 'port-forward', target, `:${port}`]);
  try {
    const said = await forwarding.says(/127\.0\.0\.1:(\d+)/);
    await work(`http://127.0.0.1:${said[1]}`);
  } finally {
    await kill(forwarding);
  }
}

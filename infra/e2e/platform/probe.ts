import { kubectl, kubectlWith } from '../cluster.ts';
import { testPod } from '../pod.ts';

export interface Probe {
  readonly namespace: string;
  readonly name: string;
  /** What NetworkPolicies know it by. */
  readonly labels: Readonly<Record<string, string>>;
  /** An image with `node` in it that every node has. */
  readonly image: string;
}

/**
 * Which of some addresses a pod can open a TCP connection to.
 *
 * @param addresses such as `10.42.0.7:5432`
 */
export async function reachable(
  { namespace, name, labels, image }: Probe,
  addresses: readonly string[],
): Promise<Readonly<Record<string, boolean>>> {
  const pod = testPod({
    name,
    namespace,
    labels,
    spec: { restartPolicy: 'Never' },
    container: { image, command: ['node', '--eval', PROGRAM, ...addresses] },
  });
  await kubectlWith(JSON.stringify(pod), 'create', '--filename', '-');
  const of = [`pod/${name}`, '--namespace', namespace];
  try {
    await kubectl('wait', ...of, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=180s');
    return JSON.parse(await kubectl('logs', ...of));
  } finally {
    await kubectl('delete', ...of, '--wait=false');
  }
}

/** Runs inside the pod. A refused packet is not answered, so silence for some seconds means no. */
const PROGRAM = `
  const { connect } = require('node:net');
  const open = (address) => new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = connect({ host, port, timeout: 3000 });
    const say = (answer) => { socket.destroy(); resolve([address, answer]); };
    socket.on('connect', () => say(true)).on('timeout', () => say(false)).on('error', () => say(false));
  });
  Promise.all(process.argv.slice(1).map(open)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
`;

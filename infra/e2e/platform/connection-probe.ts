import { kubectl, kubectlWith } from '../kubectl.ts';
import { testPod } from '../test-pod-manifest.ts';

export interface Probe {
  readonly namespace: string;
  readonly name: string;
  /** Labels by which NetworkPolicies select the pod. */
  readonly labels: Readonly<Record<string, string>>;
  /** Image with Node.js that every node of the cluster has. */
  readonly image: string;
}

/**
 * Starts a pod that tries to open a TCP connection to each of some addresses.
 *
 * @param addresses for example `10.42.0.7:5432`
 * @returns true for each address that it reached
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

/** Program of the pod. A dropped packet is never answered, so silence for three seconds means no. */
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { type Kubectl, kubectlFor, whereOf } from './kubectl.ts';
import { valueTemplate, WAYS_IN, type WayIn, wayIn } from './port-forward-targets-with-sign-in.ts';

/**
 * Forwards a port of this machine to something in the cluster until `stop`; prints its address, and how to sign in.
 *
 * @param root folder of the stack files
 * @throws Problem for what is not there, a port that is taken, and a connection that ends by itself
 */
export async function open(
  args: readonly string[],
  stop: AbortSignal,
  say: (line: string) => void,
  root?: string,
): Promise<void> {
  const { name, stack, port } = readArguments(args);
  const settings = readStackFile(stack, root);
  const way = wayIn(name, settings);
  const there = { ...settings, namespace: way.namespace };
  // The error of a missing Service is clearer than that of the forwarding.
  const kubectl = kubectlFor(there, say);
  kubectl(['get', 'service', way.service, '--output', 'name'], { quiet: true });
  const user = userOf(way, kubectl);
  await forward(way, port ?? way.localPort, whereOf(there), stop, (bound) => {
    say(`${name} of ${stack}: ${way.address(bound, user)}`);
    for (const line of way.signIn) say(line);
    say('Ctrl-C closes it');
  });
}

/** The user that the Secret of a way in names; undefined for a role that may forward ports and read no Secrets. */
function userOf({ user }: WayIn, kubectl: Kubectl): string | undefined {
  if (!user) return undefined;
  try {
    return kubectl(['get', 'secret', user.secret, '--output', `go-template=${valueTemplate(user.key)}`], {
      quiet: true,
    });
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function forward(
  { service, port }: WayIn,
  localPort: number,
  where: readonly string[],
  stop: AbortSignal,
  onOpen: (port: number) => void,
): Promise<void> {
  const target = `${localPort === 0 ? '' : localPort}:${port}`;
  const child = spawn(
    'kubectl',
    [...where, 'port-forward', '--pod-running-timeout=10s', `service/${service}`, target],
    {
      detached: true, // Ctrl-C goes to the whole process group, and would be told as an error of kubectl
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const failure: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => failure.push(line));
  let isOpen = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const bound = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (bound === undefined || isOpen) return;
    isOpen = true;
    onOpen(Number(bound));
  });
  const end = () => child.kill('SIGTERM');
  if (stop.aborted) end();
  stop.addEventListener('abort', end);
  await once(child, 'close');
  if (stop.aborted) return;
  const said = failure.join('\n');
  if (/address already in use/.test(said))
    throw new Problem(`port ${localPort} of this machine is taken: add --port with a free one, or 0 for any`);
  throw new Problem(`the connection to ${service} ended: ${said || 'kubectl says no more'}`);
}

function readArguments(args: readonly string[]) {
  const usage = `usage: npm run open -- ${Object.keys(WAYS_IN).join('|')} [--stack STACK] [--port N]`;
  return readWithUsage(usage, () => {
    const options = { stack: { type: 'string', default: 'dev' }, port: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw new Error('say what to open');
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
      throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
    return { name, stack: values.stack, port };
  });
}

/**
 * `npm run leaks [-- --times N]`: searches the output of failing commands of a k3s cluster for secrets, on two machines with
 * systemd, ssh and the real engine. Each of its six commands fails 50 times when it is created, 50 times when it is updated, and 50
 * times when it is deleted, where it has a command for that. It also runs 50 times unchanged, which must not fail.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whyNoPulumi } from '../needs.ts';
import { changes, UNATTENDED, workspace } from '../pulumi-workspace.ts';
import { fileOf, hasHosts, hosts, keyFile } from './start-machines.ts';

const PROJECT = {
  name: 'finance-platform',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/failing-k3s-commands/index.ts',
};
const VERSION = 'v1.36.4+k3s1';
const COMMANDS = [
  'server',
  'administrator',
  'authority',
  'agent/host-2/out',
  'agent/host-2',
  'agent/host-2/in',
];
/** Commands that have another one for their deletion, each before those that it needs. */
const DELETED = ['agent/host-2/in', 'agent/host-2', 'agent/host-2/out', 'server'];

const { values } = parseArgs({ options: { times: { type: 'string', default: '50' } } });
const times = Number(values.times);
const lacking = hasHosts() ? whyNoPulumi('command', 'random') : 'no machines: E2E_HOSTS names none';
if (lacking !== undefined) throw new Error(lacking);

const stack = await workspace(PROJECT, {
  'finance-platform:web': { image: 'finance-platform/web:0.1.0' },
  'finance-platform:database': { protect: false },
  'finance-platform:cluster': hosts(2, VERSION),
});
await stack.up();
const secrets = await secretsOf();
const said: string[] = [];

await stack.set('leaks:times', String(times));
await stack.set('leaks:verb', 'create');
const created = await up();
await stack.set('leaks:verb', 'update');
const updated = await up();
await stack.pulumi('config', 'rm', 'leaks:verb');
const deleted = new Map<string, string>();
for (const name of DELETED) {
  if (name === 'server') await removeAgent(); // while there is a server: its commands run there
  await stack.set(`leaks:dropped[${deleted.size}]`, `k3s/${name}`);
  deleted.set(name, await up());
  await forgetRepeats(name);
}
await stack.set('leaks:times', '0');
const { output: end } = await stack.start('pulumi', 'destroy', ...UNATTENDED).ended;
said.push(end);

let isRight = 'deleted' in changes({ code: 0, output: end, seconds: 0 });
for (const name of COMMANDS) {
  const counts = [
    { verb: 'creating', count: failures(created, 'creating', `${name}/failing-`), wanted: times },
    { verb: 'updating', count: failures(updated, 'updating', `${name}/again-`), wanted: times },
    ...[...deleted].flatMap(([of, output]) =>
      of === name
        ? [{ verb: 'deleting', count: failures(output, 'deleting', `${name}/again-`), wanted: times }]
        : [],
    ),
    { verb: 'creating as it is', count: failures(created, 'creating', `${name}/again-`), wanted: 0 },
  ];
  const texts = counts.map(({ verb, count, wanted }) => `${verb} failed ${count} times of ${wanted}`);
  console.log(`${name}: ${texts.join(', ')}`);
  isRight &&= counts.every(({ count, wanted }) => count === wanted);
}
const found = [...secrets].filter(([, secret]) => said.some((output) => output.includes(secret)));
console.log(`found in what they said: ${found.map(([name]) => name).join(', ') || 'no secret'}`);
isRight &&= found.length === 0;
if (!isRight) {
  const errors = said.flatMap((output) => output.split('\n').filter((line) => /error/.test(line)));
  let shown = errors.slice(0, 20).join('\n');
  for (const secret of secrets.values()) shown = shown.replaceAll(secret, '...');
  console.log(shown);
}
stack.remove();
process.exitCode = isRight ? 0 : 1;

/** Runs `up` to its end, whatever fails in it, and collects its output in `said`. */
async function up(): Promise<string> {
  const options = [...UNATTENDED, '--continue-on-error', '--parallel', '8'];
  const { output } = await stack.start('pulumi', 'up', ...options).ended;
  said.push(output);
  return output;
}

async function removeAgent(): Promise<void> {
  await stack.pulumi('config', 'rm', '--path', 'finance-platform:cluster.hosts.agents[0]');
  await up();
}

/** Removes the repetitions of a command from the state, which keeps them because their deletion failed. */
async function forgetRepeats(name: string): Promise<void> {
  const state = JSON.parse((await stack.pulumi('stack', 'export')).output);
  state.deployment.resources = state.deployment.resources.filter(
    ({ urn }: { urn: string }) => !urn.includes(`::k3s/${name}/again-`),
  );
  const file = join(stack.folder, 'state.json');
  writeFileSync(file, JSON.stringify(state));
  await stack.pulumi('stack', 'import', '--file', file);
}

/** Secrets to search for, by description, in the forms that they have in files, in JSON and in base64. */
async function secretsOf(): Promise<ReadonlyMap<string, string>> {
  const { output: text } = await stack.pulumi('stack', 'output', 'kubeconfig', '--show-secrets');
  const [{ user }] = JSON.parse(text).users;
  const key = Buffer.from(user['client-key-data'], 'base64').toString();
  const [, theirs = ''] = /client-key-data: (\S+)/.exec(fileOf(1, '/etc/rancher/k3s/k3s.yaml')) ?? [];
  const all = new Map([
    ['the token of the server', fileOf(1, '/etc/rancher/k3s/token')],
    ['the token of agents', fileOf(1, '/etc/rancher/k3s/agent-token')],
    ['the key of our administrator', key.split('\n')[1] ?? ''],
    ['the same in base64', user['client-key-data']],
    ["the key of k3s's administrator", theirs],
    ['the key of the machines', readFileSync(keyFile(), 'utf8').split('\n')[1] ?? ''],
  ]);
  for (const [name, secret] of all) if (secret.length < 20) throw new Error(`${name} could not be read`);
  return all;
}

/** Number of resources with this prefix that Pulumi reports a failure of. */
function failures(output: string, doing: 'creating' | 'updating' | 'deleting', prefix: string): number {
  const names = [...output.matchAll(/(k3s\/\S+) \*\*(\w+) failed\*\*/g)].flatMap(([, name = '', what]) =>
    what === doing ? [name] : [],
  );
  return new Set(names.filter((name) => name.startsWith(`k3s/${prefix}`))).size;
}

/**
 * Looks for secrets in all that failing commands of a k3s cluster say: `npm run leaks [-- --times N]`, on two machines with
 * systemd, ssh and the real engine. Each of its six commands fails 50 times, and runs 50 times as it is, which must not fail.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { whyNoPulumi } from '../needs.ts';
import { changes, UNATTENDED, workspace } from '../workspace.ts';
import { fileOf, hasHosts, hosts, keyFile } from './hosts-kit.ts';

const PROJECT = {
  name: 'finance-platform',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/leaks/index.ts',
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

await stack.set('leaks:times', String(times));
const { output } = await stack.start('pulumi', 'up', ...UNATTENDED, '--continue-on-error', '--parallel', '8')
  .ended;
const failed = COMMANDS.map((name) => failuresOf(output, `k3s/${name}/failing-`));
const unwanted = COMMANDS.map((name) => failuresOf(output, `k3s/${name}/again-`));
const found = [...secrets].filter(([, secret]) => output.includes(secret)).map(([name]) => name);

await stack.set('leaks:times', '0');
const { output: end } = await stack.start('pulumi', 'destroy', ...UNATTENDED).ended;
found.push(...[...secrets].filter(([, secret]) => end.includes(secret)).map(([name]) => name));

for (const [at, name] of COMMANDS.entries())
  console.log(`${name}: failed ${failed[at]} times as told, ${unwanted[at]} of ${times} as it is`);
console.log(`found in what they said: ${found.join(', ') || 'no secret'}`);
const isRight =
  found.length === 0 && failed.every((count) => count === times) && unwanted.every((it) => it === 0);
if (!isRight) {
  const errors = `${output}${end}`.split('\n').filter((line) => /error/.test(line));
  let shown = errors.slice(0, 20).join('\n');
  for (const secret of secrets.values()) shown = shown.replaceAll(secret, '...');
  console.log(shown);
}
stack.remove();
process.exitCode = isRight && 'deleted' in changes({ code: 0, output: end, seconds: 0 }) ? 0 : 1;

/** What nobody may read, by what it is: as it stands in files, in JSON and in base64. */
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

function failuresOf(said: string, prefix: string): number {
  const names = [...said.matchAll(/(k3s\/\S+) \*\*creating failed\*\*/g)].map(([, name = '']) => name);
  return new Set(names.filter((name) => name.startsWith(prefix))).size;
}

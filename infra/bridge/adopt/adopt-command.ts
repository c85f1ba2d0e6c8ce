/**
 * `npm run adopt -- --stack dev`: makes objects that are in the cluster already, such as those of `kubectl apply`, those of a
 * stack. None is replaced; passwords stay what they are; Jobs are run again, and pods roll once. With `--yes` nothing is asked.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { address } from '../../manifests/object.ts';
import { apiOf } from '../api/api.ts';
import { objectsOf } from '../api/objects.ts';
import { deployedBy } from '../drift/deployed.ts';
import { pulumi as run } from '../pulumi.ts';
import { opened, seal } from '../sealed.ts';
import { passwordsIn } from './passwords.ts';
import { type Planned, toCreate, type UpdatePlan } from './planned.ts';

const RANDOM = 'random:index/randomPassword:RandomPassword';
const UNASKED = ['--yes', '--skip-preview'];

const { values } = parseArgs({
  options: { stack: { type: 'string', short: 's' }, yes: { type: 'boolean', short: 'y', default: false } },
});
const onStack = values.stack === undefined ? [] : ['--stack', values.stack];
const pulumi: typeof run = (command, how) => run([...command, ...onStack], how);

// What is made up, and the way to the cluster, come first: nothing of it is in the cluster.
const first = planned().filter(({ type }) => type === RANDOM || type === 'pulumi:providers:kubernetes');
if (first.length > 0) pulumi(['up', ...UNASKED, ...first.flatMap(({ urn }) => ['--target', urn])]);

const stack = JSON.parse(pulumi(['stack', 'export', '--show-secrets'], { quiet: true }));
const [kubeconfig] = deployedBy(stack).kubeconfigs.values();
if (kubeconfig === undefined) throw new Error('this stack has no cluster yet: run npm run up first');
const cluster = objectsOf(await apiOf(kubeconfig));
const objects = planned().filter(({ type, inputs }) => type.startsWith('kubernetes:') && inputs['kind']);
const there = (
  await Promise.all(objects.map(async (one) => ({ ...one, live: await cluster.read(one.inputs) })))
).filter(({ live }) => live !== undefined);
if (there.length === 0) {
  console.log('Nothing that this stack would create is in the cluster.');
} else {
  const jobs = there.filter(({ inputs }) => inputs['kind'] === 'Job');
  console.log(`In the cluster already:\n${there.map(named).join('\n')}`);
  if (jobs.length > 0) console.log(`To be run again, as a Job cannot change:\n${jobs.map(named).join('\n')}`);
  if (values.yes || (await agreed())) {
    keepPasswords();
    for (const { inputs } of jobs) await cluster.remove(inputs);
    // What kubectl noted down for itself has secrets in it, and would come into the state readable.
    const noted = { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': null } } };
    for (const one of there) if (!jobs.includes(one)) await cluster.merge(one.inputs, noted);
    // For this run alone: at any other time an object that is there already is somebody else's.
    const taking = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: 'true', PULUMI_K8S_ENABLE_PATCH_FORCE: 'true' };
    pulumi(['up', ...UNASKED], { env: taking });
    pulumi(['up', ...UNASKED], { quiet: true }); // the provider wrote that down too
  }
}

function named({ inputs }: Planned): string {
  return `  ${address(inputs as never)}`;
}

async function agreed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Take them over? [y/N] ');
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

/** The database knows the passwords that are in the cluster, not those that were made up just now. */
function keepPasswords(): void {
  const resources = stack.deployment.resources as {
    type: string;
    urn: string;
    outputs: Record<string, unknown>;
  }[];
  const random = resources.filter(({ type }) => type === RANDOM);
  const made = new Map(random.map(({ urn, outputs }) => [urn, String(opened(outputs['result']))]));
  const secrets = there.filter(({ inputs }) => inputs['kind'] === 'Secret');
  const kept = passwordsIn(
    secrets.map(({ inputs, live = {} }) => ({ wanted: inputs, live })),
    made,
  );
  for (const { urn, outputs } of random) if (kept.has(urn)) outputs['result'] = seal(kept.get(urn));
  if (kept.size > 0) pulumi(['stack', 'import'], { input: JSON.stringify(stack), quiet: true });
}

/** What an `up` would create now. Its plan holds secrets, so it is gone before anybody looks. */
function planned(): readonly Planned[] {
  const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
  try {
    const file = join(folder, 'plan.json');
    pulumi(['preview', '--save-plan', file, '--show-secrets'], { quiet: true });
    return toCreate(JSON.parse(readFileSync(file, 'utf8')) as UpdatePlan);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * `npm run adopt -- --stack dev`: makes objects that are in the cluster already, such as those of `kubectl apply`, those of a
 * stack. None is replaced; passwords stay what they are; Jobs are run again, and pods roll once. What the stack has already is
 * left as it is. With `--yes` nothing is asked.
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
import { type Planned, toChange, toCreate, type UpdatePlan } from './planned.ts';

const RANDOM = 'random:index/randomPassword:RandomPassword';
/** What it calls itself for `apply`, with and without `--server-side`. */
const KUBECTL = ['kubectl-client-side-apply', 'kubectl'];
const UNASKED = ['--yes', '--skip-preview'];

const { values } = parseArgs({
  options: { stack: { type: 'string', short: 's' }, yes: { type: 'boolean', short: 'y', default: false } },
});
const onStack = values.stack === undefined ? [] : ['--stack', values.stack];
const pulumi: typeof run = (command, how) => run([...command, ...onStack], how);

// What is made up, and the way to the cluster, come first: nothing of it is in the cluster.
let plan = planned();
const first = toCreate(plan).filter(({ type }) => type === RANDOM || type === 'pulumi:providers:kubernetes');
if (first.length > 0) {
  pulumi(['up', ...UNASKED, ...only(first)]);
  plan = planned();
}
const stack = JSON.parse(pulumi(['stack', 'export', '--show-secrets'], { quiet: true }));
const [kubeconfig] = deployedBy(stack).kubeconfigs.values();
if (kubeconfig === undefined) throw new Error('this stack has no cluster yet: run npm run up first');
const cluster = objectsOf(await apiOf(kubeconfig));
const created = toCreate(plan);
const objects = created.filter(({ type, inputs }) => type.startsWith('kubernetes:') && inputs['kind']);
const there = (
  await Promise.all(objects.map(async (one) => ({ ...one, live: await cluster.read(one.inputs) })))
).filter(({ live }) => live !== undefined);
if (there.length === 0) {
  console.log('Nothing that this stack would create is in the cluster.');
} else {
  const jobs = there.filter(({ inputs }) => inputs['kind'] === 'Job');
  const others = toChange(plan);
  console.log(`In the cluster already:\n${there.map(named).join('\n')}`);
  if (jobs.length > 0) console.log(`To be run again, as a Job cannot change:\n${jobs.map(named).join('\n')}`);
  if (others.length > 0) console.log(`Left to npm run up:\n  ${others.join('\n  ')}`);
  if (values.yes || (await agreed())) {
    keepPasswords();
    for (const { inputs } of jobs) await cluster.remove(inputs);
    // What kubectl noted down for itself has secrets in it, and would come into the state readable.
    const noted = { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': null } } };
    for (const one of there) if (!jobs.includes(one)) await cluster.merge(one.inputs, noted);
    // For this run alone: at any other time an object that is there already is somebody else's.
    const taking = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: 'true', PULUMI_K8S_ENABLE_PATCH_FORCE: 'true' };
    pulumi(['up', ...UNASKED, ...only(created)], { env: taking });
    for (const one of there) await letGo(one);
    pulumi(['up', ...UNASKED, ...only(created)], { quiet: true }); // the provider wrote that down too
  }
}

function only(some: readonly Planned[]): readonly string[] {
  return some.flatMap(({ urn }) => ['--target', urn]);
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

/** While kubectl owns a field too, another value is a conflict: an `up` settles that, a preview fails. */
async function letGo({ inputs }: Planned): Promise<void> {
  const { managedFields = [], resourceVersion } = (await cluster.read(inputs))?.['metadata'] ?? {};
  const others = managedFields.filter(({ manager }: { manager: string }) => !KUBECTL.includes(manager));
  if (others.length > 0 && others.length < managedFields.length)
    await cluster.merge(inputs, { metadata: { managedFields: others, resourceVersion } });
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

/** What an `up` would do now. Its plan holds secrets, so it is gone before anybody looks. */
function planned(): UpdatePlan {
  const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
  try {
    const file = join(folder, 'plan.json');
    pulumi(['preview', '--save-plan', file, '--show-secrets'], { quiet: true });
    return JSON.parse(readFileSync(file, 'utf8')) as UpdatePlan;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

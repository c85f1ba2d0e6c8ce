/**
 * `npm run adopt -- --stack dev`: takes objects that are already in the cluster, such as those of `kubectl apply`, into a
 * stack. No object is replaced and passwords stay as they are; Jobs run again, and pods roll once. Objects that the stack
 * already has are left alone. With `--yes` nothing is asked.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Problem } from '../../command/problem.ts';
import { readWithUsage } from '../../command/read-with-usage.ts';
import { runCommand } from '../../command/run-command.ts';
import { address } from '../../manifests/object.ts';
import { apiOf } from '../api/kubernetes-client.ts';
import { type AnyObject, type Objects, objectsOf } from '../api/read-and-write-objects.ts';
import { deployedBy } from '../drift/deployed-objects.ts';
import { parseSecretJson } from '../parse-secret-json.ts';
import { pulumi as run } from '../pulumi-cli.ts';
import { ADOPTS } from '../refuse-to-create-existing-namespaces.ts';
import { opened, seal } from '../unwrap-and-seal-state-secrets.ts';
import { passwordsIn } from './existing-passwords.ts';
import { type Planned, toChange, toCreate, type UpdatePlan } from './read-pulumi-update-plan.ts';

const RANDOM = 'random:index/randomPassword:RandomPassword';
/** Field managers of `kubectl apply`, without and with `--server-side`. */
const KUBECTL = ['kubectl-client-side-apply', 'kubectl'];
const UNASKED = ['--yes', '--skip-preview'];

type Run = typeof run;

/** Fields that are read of an exported stack. */
interface Exported {
  readonly deployment: {
    readonly resources: { type: string; urn: string; outputs: Record<string, unknown> }[];
  };
}

/** An object that is to be created, and is in the cluster already. */
interface Existing extends Planned {
  readonly live: AnyObject | undefined;
}

await runCommand(async () => {
  const { stack: name, yes } = parsed(process.argv.slice(2));
  const onStack = name === undefined ? [] : ['--stack', name];
  const pulumi: Run = (command, how) =>
    run([...command, ...onStack], { ...how, env: { [ADOPTS]: 'true', ...how?.env } });

  // Passwords and the provider are created first: they exist in the state only, so there is nothing to adopt.
  let plan = planned(pulumi);
  const first = toCreate(plan).filter(
    ({ type }) => type === RANDOM || type === 'pulumi:providers:kubernetes',
  );
  if (first.length > 0) {
    pulumi(['up', ...UNASKED, ...only(first)]);
    plan = planned(pulumi);
  }
  const stack = parseSecretJson(pulumi(['stack', 'export', '--show-secrets']), 'pulumi stack export');
  const [kubeconfig] = deployedBy(stack).kubeconfigs.values();
  if (kubeconfig === undefined) throw new Problem('this stack has no cluster yet: run npm run up first');
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
    if (jobs.length > 0)
      console.log(`To be run again, as a Job cannot change:\n${jobs.map(named).join('\n')}`);
    if (others.length > 0) console.log(`Left to npm run up:\n  ${others.join('\n  ')}`);
    if (yes || (await agreed())) {
      keepPasswords(pulumi, stack, there);
      for (const { inputs } of jobs) await cluster.remove(inputs);
      // The last-applied annotation of kubectl holds secrets, and would enter the state in plain text.
      const noted = {
        metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': null } },
      };
      for (const one of there) if (!jobs.includes(one)) await cluster.merge(one.inputs, noted);
      // Set for this run alone: at any other time an existing object belongs to somebody else.
      const taking = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: 'true', PULUMI_K8S_ENABLE_PATCH_FORCE: 'true' };
      pulumi(['up', ...UNASKED, ...only(created)], { env: taking });
      for (const one of there) await letGo(cluster, one);
      pulumi(['up', ...UNASKED, ...only(created)], { quiet: true }); // the provider keeps managedFields in the state
    }
  }
  return 0;
}, 1);

function parsed(args: readonly string[]) {
  const options = {
    stack: { type: 'string', short: 's' },
    yes: { type: 'boolean', short: 'y', default: false },
  } as const;
  return readWithUsage(
    'usage: [--stack STACK] [--yes]',
    () => parseArgs({ args: [...args], options }).values,
  );
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

/**
 * Removes kubectl from the field managers: while it co-owns a field, changing that is a conflict, which an `up` settles and
 * a preview fails on.
 */
async function letGo(cluster: Objects, { inputs }: Planned): Promise<void> {
  const { managedFields = [], resourceVersion } = (await cluster.read(inputs))?.['metadata'] ?? {};
  const others = managedFields.filter(({ manager }: { manager: string }) => !KUBECTL.includes(manager));
  if (others.length > 0 && others.length < managedFields.length)
    await cluster.merge(inputs, { metadata: { managedFields: others, resourceVersion } });
}

/** Puts the passwords of the cluster into the state in the place of newly made ones, which the database does not know. */
function keepPasswords(pulumi: Run, stack: Exported, there: readonly Existing[]): void {
  const { resources } = stack.deployment;
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

/** The update plan of an `up` now. Its file holds secrets, so it is removed at once. */
function planned(pulumi: Run): UpdatePlan {
  const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove); // which is how a command that fails ends
  try {
    const file = join(folder, 'plan.json');
    pulumi(['preview', '--save-plan', file, '--show-secrets']);
    return parseSecretJson(readFileSync(file, 'utf8'), 'the plan of pulumi preview') as UpdatePlan;
  } finally {
    remove();
  }
}

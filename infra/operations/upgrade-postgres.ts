import { spawnSync } from 'node:child_process';
import { Problem } from '../command/problem.ts';
import { majorOf } from '../manifests/postgres-major.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';
import { CARRIED_POSTGRES } from '../stack/require-same-postgres-major.ts';
import { pgdataOf } from '../workloads/database/data-folder-initdb-and-role-scripts.ts';
import { POSTGRES, SECRETS } from '../workloads/defaults/names-and-ports.ts';
import { imagesOf } from '../workloads/defaults/prefix-images-with-registry.ts';
import { followJob, jobName, logOf } from './follow-job-state.ts';
import { type Kubectl, kubectlFor } from './kubectl.ts';
import { dataOf, type UpgradeSources, upgradeJob } from './upgrade-postgres-job.ts';
import { whyNoDumps } from './why-settings-make-no-dumps.ts';

type Say = (line: string) => void;

/** Fields that are read of a Deployment. */
interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly spec: {
        readonly containers: ReadonlyArray<{
          readonly envFrom?: ReadonlyArray<{ readonly secretRef?: { readonly name: string } }>;
        }>;
      };
    };
  };
}

/**
 * Carries the rows of a stack's Postgres into the version that its stack file names, and runs `pulumi up` with it.
 * Deployments that write are scaled to 0 meanwhile. The old server is not touched until all rows are verified; its data
 * stays on the volume.
 *
 * @throws Problem when the rows cannot be carried, or a command failed
 */
export async function upgradeStack(stack: string, say: Say): Promise<void> {
  const settings = readStackFile(stack, process.cwd());
  const why = whyNot(settings);
  if (why !== undefined) throw new Problem(why);
  const kubectl = kubectlFor(settings, say);
  const read = (...what: readonly string[]) =>
    JSON.parse(kubectl(['get', ...what, '--output', 'json'], { quiet: true }));

  const server: UpgradeSources['server'] = read('statefulset', POSTGRES.name);
  const backup: UpgradeSources['backup'] = read('cronjob', 'backup');
  const [was, image] = [imageOf(server), imagesOf(settings).postgres];
  const to = majorOf(image);
  const refused = whyNotTo(was, image, dataOf(server));
  if (refused !== undefined) throw new Problem(refused);
  if (to === majorOf(was)) return say(`Postgres of ${stack} is ${to} already: there is nothing to upgrade`);

  const writers = (read('deployments') as { readonly items: readonly Deployment[] }).items.filter(writes);
  try {
    for (const { metadata, spec } of writers) {
      kubectl(['scale', `deployment/${metadata.name}`, '--replicas=0']);
      untilGone(kubectl, spec.selector.matchLabels);
    }
    const name = jobName('upgrade');
    const job = upgradeJob({ server, backup }, { name, image, data: pgdataOf(image) });
    kubectl(['create', '--filename', '-'], { input: JSON.stringify(job) });
    const state = await followJob(kubectl, name, say)();
    for (const container of ['dump', 'upgrade']) say(logOf(kubectl, name, container));
    if (state !== 'succeeded') throw new Problem(`${name} failed: the database in use was not changed`);
    up(stack, to);
    kubectl(['delete', 'job', name]);
    say(`Postgres of ${stack} is ${to}; what it was before is kept on the volume, in ${dataOf(server)}`);
  } finally {
    for (const { metadata, spec } of writers) {
      kubectl(['scale', `deployment/${metadata.name}`, `--replicas=${spec.replicas || 1}`]);
    }
  }
  for (const { metadata } of writers)
    kubectl(['rollout', 'status', `deployment/${metadata.name}`, '--timeout=300s']);
}

/** Reason why the database of these settings cannot be carried by us; undefined when it can. */
export function whyNot(settings: Settings): string | undefined {
  const { mode } = settings.database;
  if (mode === 'cloudnative-pg')
    return 'database.mode is cloudnative-pg: its operator carries the rows, so `npm run up` with the newer image is all';
  if (settings.delivery.kind === 'argo-cd')
    return 'Argo CD delivers this stack and would start the other Postgres before its data is there';
  return whyNoDumps(settings);
}

/** Reason why rows of one image's Postgres cannot go to another's; undefined when they can, or are there already. */
export function whyNotTo(was: string, image: string, data: string | undefined): string | undefined {
  const [from, to] = [majorOf(was), majorOf(image)];
  if (from === undefined || to === undefined)
    return `${from === undefined ? was : image} does not say its version: name it as NAME:18.4@sha256:…`;
  if (to < from) return `Postgres ${to} cannot have the rows of Postgres ${from}: no dump goes back`;
  if (to !== from && data === pgdataOf(image))
    return `the data of Postgres ${from} is in ${data}, which is where Postgres ${to} keeps its own`;
  return undefined;
}

/** True when its pods connect to the database as a role that may write. */
function writes({ spec }: Deployment): boolean {
  const secrets = spec.template.spec.containers.flatMap(({ envFrom = [] }) =>
    envFrom.map(({ secretRef }) => secretRef?.name ?? ''),
  );
  return secrets.some((name) => /^database(-|$)/.test(name) && !READERS.has(name));
}

const READERS = new Set<string>([SECRETS.databaseMetrics, SECRETS.databaseBackup]);

function untilGone(kubectl: Kubectl, labels: Readonly<Record<string, string>>): void {
  const selector = Object.entries(labels).map((pair) => pair.join('='));
  try {
    kubectl(['wait', 'pods', '--for=delete', '--selector', selector.join(), '--timeout=600s']);
  } catch (error) {
    if (!/no matching resources/.test((error as Error).message)) throw error;
  }
}

function imageOf({ spec }: UpgradeSources['server']): string {
  return spec.template.spec.containers.find(({ name }) => name === 'postgres')?.image ?? '';
}

function up(stack: string, major: number | undefined): void {
  const env = { ...process.env, [CARRIED_POSTGRES]: String(major) };
  const args = ['up', '--stack', stack, '--yes', '--skip-preview', '--non-interactive'];
  const { status } = spawnSync('pulumi', args, { env, stdio: 'inherit' });
  if (status !== 0)
    throw new Problem(
      'the rows are carried, and `up` did not end well: put that right, then run this command and `up` again',
    );
}

import { execFileSync } from 'node:child_process';
import { kubectlWith } from '../e2e/kubectl.ts';
import { ownNamespace } from '../e2e/name-and-delete-test-namespaces.ts';
import { whyNoCluster, whyNoPulumi } from '../e2e/needs.ts';
import { UNATTENDED, workspace } from '../e2e/pulumi-workspace.ts';
import { printMissing, printTable, type Row } from './measure-in-turn-and-print-table.ts';
import { plainObjects } from './programs/instantly-ready-objects.ts';

const COUNTS = [100, 300];
/** Number of runs, each of which creates all objects and deletes them again. */
const RUNS = Number(process.env['BENCH_RUNS'] ?? 7);
const PROJECT = {
  name: 'bench',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/bench/programs/apply-by-bridge-or-yaml.ts',
};

/** Wall time in seconds of an apply that creates all objects, and of one that changes none. */
type Waited = Readonly<Record<'create' | 'no-op', number>>;

/** Measures an apply to the cluster of KUBECONFIG: by our bridge, by the provider's YAML group, and by kubectl. */
export async function benchApply(): Promise<void> {
  const why = whyNoCluster() ?? whyNoPulumi('kubernetes');
  if (why !== undefined) {
    console.log('\napply');
    printMissing('bridge, YAML group, kubectl', why);
    return;
  }
  for (const count of COUNTS) {
    const contenders = {
      bridge: () => byPulumi('bridge', count),
      'YAML group (yaml/v2 ConfigGroup)': () => byPulumi('yaml', count),
      'kubectl apply --server-side': () => byKubectl(count),
    };
    const samples = new Map<string, Waited[]>(Object.keys(contenders).map((name) => [name, []]));
    for (let round = 0; round < RUNS; round += 1)
      for (const [name, contender] of Object.entries(contenders)) samples.get(name)?.push(await contender());
    for (const what of ['create', 'no-op'] as const) {
      const rows = [...samples].map(([name, all]) =>
        rowOf(
          name,
          all.map((waited) => waited[what]),
        ),
      );
      printTable(`apply of ${count} objects, ${what}, ${RUNS} runs`, 's', rows);
    }
  }
}

async function byPulumi(how: 'bridge' | 'yaml', count: number): Promise<Waited> {
  const stack = await workspace(PROJECT, { 'bench:apply': { how, count, namespace: ownNamespace('bench') } });
  try {
    const create = (await stack.up()).seconds;
    const noop = (await stack.up('--expect-no-changes')).seconds;
    return { create, 'no-op': noop };
  } finally {
    await stack.pulumi('destroy', ...UNATTENDED);
    stack.remove();
  }
}

async function byKubectl(count: number): Promise<Waited> {
  const namespace = ownNamespace('bench');
  const items = plainObjects(count, namespace).charts.flatMap((chart) => chart.toJson() as object[]);
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const timed = async () => {
    const since = performance.now();
    await kubectlWith(list, 'apply', '--server-side', '--filename', '-');
    return (performance.now() - since) / 1000;
  };
  try {
    return { create: await timed(), 'no-op': await timed() };
  } finally {
    execFileSync('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found'], { stdio: 'ignore' });
  }
}

function rowOf(name: string, values: readonly number[]): Row {
  const sorted = values.toSorted((a, b) => a - b);
  const [min = Number.NaN] = sorted;
  return { name, min, median: sorted[Math.floor(sorted.length / 2)] ?? min, max: sorted.at(-1) ?? min };
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type Contender, printMissing, printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { onPath, runProcess } from './run-process.ts';
import { tsNode, tsNodeProject } from './ts-node-project.ts';

const programs = join(import.meta.dirname, 'programs');

/** Measures a cold synth, the whole process, beside `ts-node main.ts` (as `cdk8s init` sets up), kustomize and jsonnet. */
export async function benchSynth(): Promise<void> {
  for (const count of [100, 1000]) {
    const folder = tsNodeProject(cdk8sProgram());
    try {
      const rows = await sideBySide(await contenders(folder, count));
      printTable(
        `cold synth of ${count} objects, whole process (reach: ≤ ${count === 100 ? 80 : 200})`,
        'ms',
        rows,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  for (const command of ['kustomize', 'jsonnet']) {
    if (!(await onPath(command))) printMissing(command, 'not on the PATH');
  }
}

/** Measures a cold synth of the stacks as committed, and of prod with everything switched on that it leaves off. */
export async function benchStacks(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stacks-'));
  for (const stack of ['dev', 'prod']) {
    const text = readFileSync(join(import.meta.dirname, `../../Pulumi.${stack}.yaml`), 'utf8');
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
  }
  const everything = mkdtempSync(join(folder, 'everything-'));
  const { config } = load(readFileSync(join(folder, 'Pulumi.prod.yaml'), 'utf8')) as { config: Tree };
  writeFileSync(join(everything, 'Pulumi.prod.yaml'), dump({ config: merged(config, THE_REST) }));
  const cold = (where: string, stack: string) => async () =>
    (await runProcess(process.execPath, [join(programs, 'synth-stack.js'), where, stack])).wall;
  try {
    const rows = await sideBySide({
      prod: cold(folder, 'prod'),
      'prod, everything on': cold(everything, 'prod'),
      dev: cold(folder, 'dev'),
    });
    printTable('cold synth of a stack, whole process (reach: ≤ 250)', 'ms', rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const THE_REST = {
  'finance-platform:frontend': { enabled: true },
  'finance-platform:observability': {
    dashboards: { kind: 'grafana' },
    logs: { kind: 'loki' },
    traces: { kind: 'jaeger' },
  },
};

type Tree = { readonly [key: string]: unknown };

function merged(one: Tree, other: Tree): Tree {
  const both = Object.entries(other).map(([key, value]) => {
    const there = one[key];
    const isTree = typeof there === 'object' && typeof value === 'object';
    return [key, isTree ? merged(there as Tree, value as Tree) : value];
  });
  return { ...one, ...Object.fromEntries(both) };
}

async function contenders(folder: string, count: number): Promise<Record<string, Contender>> {
  const ours = join(programs, 'synth-many.js');
  const plain = join(folder, 'plain');
  await runProcess(process.execPath, [ours, String(count), plain]);
  writeFileSync(join(plain, 'kustomization.yaml'), 'resources: [bench.yaml]\n');
  const wall = async (command: string, args: string[]) =>
    (await runProcess(command, args, { cwd: folder })).wall;

  const all: Record<string, Contender> = {
    ours: () => wall(process.execPath, [ours, String(count), join(folder, 'out')]),
    'ts-node': () => wall(process.execPath, [tsNode, 'main.ts', String(count)]),
  };
  if (await onPath('kustomize')) all['kustomize'] = () => wall('kustomize', ['build', plain]);
  if (await onPath('jsonnet')) {
    const program = join(programs, 'many-objects.jsonnet');
    all['jsonnet'] = () => wall('jsonnet', ['-S', '--ext-str', `count=${count}`, program]);
  }
  return all;
}

function cdk8sProgram(): string {
  const source = readFileSync(join(programs, 'many-objects-by-cdk8s-classes.ts'), 'utf8');
  return `${source}\nmanyObjects(Number(process.argv[2])).synth();\n`;
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contender, printMissing, printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { onPath, runProcess } from './measure-time-and-memory-of-command.ts';
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

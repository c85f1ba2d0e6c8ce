import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath, runProcess } from './run-process.ts';
import { type Contender, printMissing, printTable, sideBySide } from './side-by-side.ts';

const programs = join(import.meta.dirname, 'programs');
const modules = join(import.meta.dirname, '../../node_modules');

/** Cold synth, the whole process: ours beside `ts-node main.ts` (what `cdk8s init` sets up), kustomize and jsonnet. */
export async function benchSynth(): Promise<void> {
  for (const count of [100, 1000]) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
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
  const tsNode = tsNodeProject(folder);
  const wall = async (command: string, args: string[], cwd = folder) =>
    (await runProcess(command, args, { cwd })).wall;

  const all: Record<string, Contender> = {
    ours: () => wall(process.execPath, [ours, String(count), join(folder, 'out')]),
    'ts-node': () =>
      wall(process.execPath, [join(modules, 'ts-node/dist/bin.js'), 'main.ts', String(count)], tsNode),
  };
  if (await onPath('kustomize')) all['kustomize'] = () => wall('kustomize', ['build', plain]);
  if (await onPath('jsonnet')) {
    const program = join(programs, 'many-objects.jsonnet');
    all['jsonnet'] = () => wall('jsonnet', ['-S', '--ext-str', `count=${count}`, program]);
  }
  return all;
}

/** A CommonJS project with the compiler settings of `cdk8s init typescript-app`, which is what people run today. */
function tsNodeProject(folder: string): string {
  symlinkSync(modules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{}');
  const compilerOptions = {
    target: 'ES2022',
    module: 'commonjs',
    moduleResolution: 'node10',
    strict: true,
    ignoreDeprecations: '6.0',
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const source = readFileSync(join(programs, 'many-objects.ts'), 'utf8');
  writeFileSync(join(folder, 'main.ts'), `${source}\nmanyObjects(Number(process.argv[2])).synth();\n`);
  return folder;
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './run-process.ts';
import { median, printTable, sideBySide } from './side-by-side.ts';
import { tsNode, tsNodeProject } from './ts-node-project.ts';

const root = join(import.meta.dirname, '../..');

/** The same few lines of a program that type-checks on every run, which is what Pulumi does with TypeScript by itself. */
const TYPICAL_PROGRAM = `
import * as pulumi from '@pulumi/pulumi';
import * as k8s from '@pulumi/kubernetes';
pulumi.runtime.setMocks({
  newResource: (args) => ({ id: args.name, state: args.inputs }),
  call: () => ({}),
});
new k8s.core.v1.Namespace('finance', { metadata: { name: 'finance' } });`;

const PROGRAM = 'infra/bench/programs/load-program.ts';

/** Our whole Pulumi program against mocks, beside a program of one Namespace through ts-node with its type check. */
export async function benchProgramLoad(): Promise<void> {
  const folder = tsNodeProject(TYPICAL_PROGRAM);
  const memory: Record<string, number[]> = {};
  const run = async (name: string, args: string[], cwd: string) => {
    const env = { KUBECONFIG: join(import.meta.dirname, 'programs/kubeconfig.yaml') };
    const cost = await runProcess(process.execPath, args, { cwd, env });
    memory[name] = [...(memory[name] ?? []), cost.memory];
    return cost.wall;
  };
  const rows = await sideBySide({
    'our program': () => run('our program', [PROGRAM], root),
    'ts-node, one Namespace': () => run('ts-node, one Namespace', [tsNode, 'main.ts'], folder),
  });
  rmSync(folder, { recursive: true });
  printTable('Pulumi program load (reach: ≤ 700)', 'ms', rows);
  for (const [name, values] of Object.entries(memory)) {
    console.log(`  ${name}: ${median(values).toFixed(0)} MB at its highest (reach: ≤ 150)`);
  }
}

/** The first preview of the prod stack, with all of AWS, against mocks; beside that of the dev stack, which has a cluster. */
export async function benchPreview(): Promise<void> {
  const env = { KUBECONFIG: join(import.meta.dirname, 'programs/kubeconfig.yaml') };
  const preview = async (stack: string) =>
    (await runProcess(process.execPath, [PROGRAM, stack], { cwd: root, env })).wall;
  const rows = await sideBySide({ prod: () => preview('prod'), dev: () => preview('dev') });
  printTable('preview of a stack against mocks, whole process (reach: ≤ 3000)', 'ms', rows);
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { median, printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { runProcess } from './measure-time-and-memory-of-command.ts';
import { tsNode, tsNodeProject } from './ts-node-project.ts';

const root = join(import.meta.dirname, '../..');

/** A small program for ts-node with its type check on every run, which is how Pulumi runs TypeScript by default. */
const TYPICAL_PROGRAM = `
import * as pulumi from '@pulumi/pulumi';
import * as k8s from '@pulumi/kubernetes';
pulumi.runtime.setMocks({
  newResource: (args) => ({ id: args.name, state: args.inputs }),
  call: () => ({}),
});
new k8s.core.v1.Namespace('finance', { metadata: { name: 'finance' } });`;

/** Kubeconfig of a cluster that is never contacted. */
const KUBECONFIG = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'bench',
  clusters: [{ name: 'bench', cluster: { server: 'https://127.0.0.1:6443' } }],
  users: [{ name: 'bench', user: { token: 'not-a-real-token' } }],
  contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
});

/** Options of the runtime with which Pulumi starts our program. */
const { runtime } = parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')) as {
  readonly runtime: { readonly options: { readonly nodeargs: string } };
};
const PROGRAM = [...runtime.options.nodeargs.split(' '), 'infra/bench/programs/infra-with-mocks.ts'];

/** Measures our whole Pulumi program against mocks, beside one of a single Namespace by ts-node with its type check. */
export async function benchProgramLoad(): Promise<void> {
  const folder = tsNodeProject(TYPICAL_PROGRAM);
  writeFileSync(join(folder, 'kubeconfig'), KUBECONFIG);
  const memory: Record<string, number[]> = {};
  const run = async (name: string, args: string[], cwd: string) => {
    const cost = await runProcess(process.execPath, args, {
      cwd,
      env: { KUBECONFIG: join(folder, 'kubeconfig') },
    });
    memory[name] = [...(memory[name] ?? []), cost.memory];
    return cost.wall;
  };
  const rows = await sideBySide({
    'our program': () => run('our program', PROGRAM, root),
    'ts-node, one Namespace': () => run('ts-node, one Namespace', [tsNode, 'main.ts'], folder),
  });
  rmSync(folder, { recursive: true });
  printTable('Pulumi program load (reach: ≤ 700)', 'ms', rows);
  for (const [name, values] of Object.entries(memory)) {
    console.log(`  ${name}: ${median(values).toFixed(0)} MB at its highest (reach: ≤ 150)`);
  }
}

/** Measures a first preview of stack prod, with all of AWS, against mocks, beside that of dev, which has a cluster. */
export async function benchPreview(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-preview-'));
  writeFileSync(join(folder, 'kubeconfig'), KUBECONFIG);
  const env = { KUBECONFIG: join(folder, 'kubeconfig') };
  const preview = async (stack: string) =>
    (await runProcess(process.execPath, [...PROGRAM, stack], { cwd: root, env })).wall;
  const rows = await sideBySide({ prod: () => preview('prod'), dev: () => preview('dev') });
  rmSync(folder, { recursive: true });
  printTable('preview of a stack against mocks, whole process (reach: ≤ 3000)', 'ms', rows);
}

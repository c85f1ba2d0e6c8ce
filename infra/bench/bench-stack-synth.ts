import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { runProcess } from './measure-time-and-memory-of-command.ts';

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
  const program = join(import.meta.dirname, 'programs/synth-stack.js');
  const cold = (where: string, stack: string) => async () =>
    (await runProcess(process.execPath, [program, where, stack])).wall;
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

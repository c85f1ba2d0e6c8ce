import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../node_modules');

/** The command line of ts-node. */
export const tsNode = join(modules, 'ts-node/dist/bin.js');

/** A folder with a CommonJS program for ts-node, with the compiler settings that `cdk8s init` and Pulumi give people. */
export function tsNodeProject(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ts-node-'));
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
  writeFileSync(join(folder, 'main.ts'), program);
  return folder;
}

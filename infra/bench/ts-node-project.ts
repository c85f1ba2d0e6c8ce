import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '../../node_modules');

/** Path of ts-node's command. */
export const tsNode = join(modules, 'ts-node/dist/bin.js');

/** Makes a folder with a CommonJS program for ts-node and the compiler settings of `cdk8s init` and Pulumi templates. */
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

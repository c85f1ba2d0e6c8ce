import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readStackFile } from './read-settings-from-stack-file-or-pulumi.ts';

const project = join(import.meta.dirname, '../..');
const EXAMPLE = 'infra/settings/examples/lab.yaml';

it('an example is a stack, until there is a file of its name that was copied from it', () => {
  const root = mkdtempSync(join(tmpdir(), 'finance-examples-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'infra/settings/examples'), { recursive: true });
  cpSync(join(project, EXAMPLE), join(root, EXAMPLE));
  const example = readStackFile('lab', root);
  cpSync(join(project, 'infra/settings/examples/minikube.yaml'), join(root, 'Pulumi.lab.yaml'));
  expect(readStackFile('lab', root)).not.toEqual(example);
  rmSync(join(root, EXAMPLE));
  rmSync(join(root, 'Pulumi.lab.yaml'));
  expect(() => readStackFile('lab', root)).toThrow('Pulumi.lab.yaml: is missing');
});

it('Git ignores the copies, and no stack file of the project', () => {
  const lines = readFileSync(join(project, '.gitignore'), 'utf8').split('\n');
  expect(lines).toContain('/Pulumi.*.yaml');
  expect(lines.filter((line) => line.startsWith('!'))).toEqual(['!/Pulumi.dev.yaml', '!/Pulumi.prod.yaml']);
});

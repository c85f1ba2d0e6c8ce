import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { snapshotWarnings } from './choose-etcd-snapshot-store-or-warn.ts';
import { readStackFile } from './read-settings-from-stack-file-or-pulumi.ts';
import { warningsOf } from './warnings.ts';

const text = readFileSync(join(import.meta.dirname, 'examples/lab.yaml'), 'utf8');
const NOBODY = expect.stringContaining('alerts reach nobody');

it('the lab has the line by which alerts reach somebody, with the secret that it names', () => {
  expect(warningsOf(stack(text))).toContainEqual(NOBODY);
  const [, secret = ''] = /^ +# .* 'finance-platform:secrets\.(\w+)'$/m.exec(text) ?? [];
  const told = text.replace(/# (alerts: \{.*)/, '$1');
  const settings = stack(`${told}  finance-platform:secrets:\n    ${secret}: { secure: v1:aaaa }\n`);
  expect(warningsOf(settings)).not.toContainEqual(NOBODY);
});

it('the lab says that Kyverno refuses nothing without a signer', () => {
  const { addOns, policies } = stack(text);
  expect(addOns.kyverno).toBeDefined();
  expect(policies.verifyImages).toBeUndefined();
  expect(text).toMatch(/# .*policies\.verifyImages.*\n +kyverno:/);
});

it('the lab says that snapshots of etcd are lost with the server, as the preview does', () => {
  expect(snapshotWarnings(stack(text))).toHaveLength(1);
  const [head = ''] = text.split('config:');
  expect(head).toMatch(/Snapshots of etcd stay on the disk of the server/);
});

function stack(content: string) {
  const root = mkdtempSync(join(tmpdir(), 'finance-lab-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'Pulumi.lab.yaml'), content);
  return readStackFile('lab', root);
}

import { expect, it } from 'vitest';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { objectsOf } from '../testing/objects-from-settings.ts';

it('every admission policy has the label without which Kyverno reports on none', () => {
  const policies = objectsOf(readStackFile('lab')).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  expect(policies.length).toBeGreaterThanOrEqual(5);
  for (const { metadata } of policies)
    expect(metadata.labels, metadata.name).toMatchObject({ 'reports.kyverno.io/enabled': 'true' });
});

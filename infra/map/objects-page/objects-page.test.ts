import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { renderObjects, type Sentences } from './objects-page.ts';

const SENTENCES: Sentences = {
  phases: { '10': { name: 'Ground', about: 'Comes first.' }, '40': { name: 'App', about: 'Comes last.' } },
  reasons: {
    'Service a/web': { why: 'One address.', without: 'No way in.' },
    'Service */*': { why: 'Another address.', without: 'No way there.' },
    'Role* */*': { why: 'Rights.', without: 'Nothing may.' },
  },
};

describe('the tour', () => {
  it('goes by the names of the files, and lists together what shares a reason', () => {
    const files = new Map([
      ['40-b.yaml', [object('Service', 'x'), object('Service', 'web'), object('Service', 'y')]],
      ['10-a.yaml', [object('Role', 'r'), object('RoleBinding', 'r')]],
    ]);
    expect(renderObjects(files, SENTENCES)).toBe(`## 10 Ground

Comes first.

### 10-a.yaml

| object | why | without it |
| --- | --- | --- |
| Role \`a/r\`; RoleBinding \`a/r\` | Rights. | Nothing may. |

## 40 App

Comes last.

### 40-b.yaml

| object | why | without it |
| --- | --- | --- |
| Service \`a/x\`, \`a/y\` | Another address. | No way there. |
| Service \`a/web\` | One address. | No way in. |
`);
  });

  it('leaves out the checksum of a Job, which changes with each image', () => {
    const page = renderObjects(new Map([['40-b.yaml', [object('Job', 'migrate-0123abcd')]]]), {
      phases: { '40': { name: 'App', about: 'Runs.' } },
      reasons: { 'Job a/migrate-*': { why: 'The schema.', without: 'Nothing starts.' } },
    });
    expect(page).toContain('| Job `a/migrate-…` | The schema. |');
  });

  it('names every object and phase that has no sentence, with the file to write it in', () => {
    const files = new Map([
      ['40-b.yaml', [object('Service', 'web'), object('ConfigMap', 'new'), object('Service', 'x')]],
      ['10-a.yaml', [object('Role', 'r')]],
      ['70-c.yaml', [object('Secret', 'also')]],
    ]);
    expect(() => renderObjects(files, SENTENCES)).toThrow(
      [
        'infra/map/objects-page/object-reasons.ts:',
        'ConfigMap a/new of 40-b.yaml has no sentence in REASONS',
        'the phase 70 of 70-c.yaml has no sentence in PHASES',
        'Secret a/also of 70-c.yaml has no sentence in REASONS',
      ].join('\n  '),
    );
  });

  it('refuses a sentence that belongs to no object, or only to objects that have another', () => {
    const files = new Map([['40-b.yaml', [object('Service', 'web')]]]);
    expect(() => renderObjects(files, SENTENCES)).toThrow(
      /"Service \*\/\*" belongs to no object.*\n.*"Role\* \*\/\*" belongs to no object.*\n.*"10" belongs to no object/,
    );
  });

  it.each([
    ['Role a/*', 'RoleBinding a/x'],
    ['Role *', 'Role a/x'],
    ['Role a/x.y', 'Role a/x-y'],
  ])('takes %s for no address of %s', (pattern, address) => {
    const [kind = '', name = ''] = address.split(/ a\//);
    const reasons = { [pattern]: { why: 'Rights.', without: 'Nothing may.' } };
    const files = new Map([['10-a.yaml', [object(kind, name)]]]);
    expect(() => renderObjects(files, { ...SENTENCES, reasons })).toThrow(
      `${address} of 10-a.yaml has no sentence`,
    );
  });
});

function object(kind: string, name: string): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'a' } };
}

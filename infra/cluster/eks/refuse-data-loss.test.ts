import { describe, expect, it } from 'vitest';
import type { Former } from '../../bridge/read-state-before-run.ts';
import type { Settings } from '../../settings/schema.ts';
import type { EksSettings } from './eks-settings-type.ts';
import { lostInAws } from './refuse-data-loss.ts';
import { CA, onEks, withBackups } from './testing/settings.ts';

const rds = (cluster: object = {}, database: object = {}) =>
  onEks(cluster, { database: { mode: 'rds', tls: { ca: CA }, ...database } });
const lost = (settings: Settings, before = all()) =>
  lostInAws(before, settings, settings.cluster as EksSettings);

describe('what holds data in AWS', () => {
  it('stays where nothing changed, and in a new stack', () => {
    expect(lost(rds(), all().slice(0, 2))).toEqual([]);
    expect(lost(withBackups(), [])).toEqual([]);
  });

  it.each([
    { name: 'other' },
    { region: 'eu-west-1' },
    { account: '444455556666' },
  ])('would go with another cluster: %o', (changed) => {
    const [text] = lost(rds(changed), all().slice(0, 2));
    expect(text).toContain('Cluster finance would go, and all that is in it');
    expect(text).toContain('arn:aws:eks:eu-central-1:111122223333:cluster/finance → arn:aws:eks:');
  });

  it('would go with the name of the database, or with its mode', () => {
    expect(lost(rds({}, { name: 'money' }), all().slice(0, 2))).toEqual([
      expect.stringMatching(/^Instance finance-database would go, .*\n.*database.name.*: finance → money$/),
    ]);
    expect(lost(onEks(), all().slice(0, 2))).toEqual([expect.stringContaining('finance → nothing')]);
  });

  it('would go with the bucket of backups', () => {
    expect(lost(withBackups(), all().slice(2))).toEqual([]);
    expect(lost(onEks(), all().slice(2))).toEqual([
      expect.stringContaining('Bucket backups would go, and all backups in it'),
    ]);
  });

  it('may go where nobody protects it, but not while AWS still does', () => {
    const settings = rds({}, { name: 'money', protect: false });
    expect(lost(settings, all(true).slice(0, 2))).toHaveLength(1);
    expect(lost(settings, all(false).slice(0, 2))).toEqual([]);
  });
});

/** Resources in the state of a stack. */
function all(deletionProtection = true): readonly Former[] {
  const one = (type: string, name: string, outputs: object) => ({
    urn: `urn:pulumi:prod::finance-platform::${type}::${name}`,
    type,
    name,
    outputs: { ...outputs, deletionProtection },
  });
  return [
    one('aws:eks/cluster:Cluster', 'finance', {
      arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/finance',
    }),
    one('aws:rds/instance:Instance', 'finance-database', { dbName: 'finance' }),
    one('aws:s3/bucket:Bucket', 'backups', { bucket: 'finance-backups' }),
  ];
}

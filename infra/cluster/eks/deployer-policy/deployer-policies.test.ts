import { beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../../settings/schema.ts';
import type { EksSettings } from '../eks-settings-type.ts';
import { everything, onEks, withBackups } from '../testing/settings.ts';
import { ACTIONS } from './actions.ts';
import { registeredTypes } from './collect-registered-resource-types.ts';
import { deployerPolicies } from './deployer-policies.ts';

const at = {
  name: 'finance',
  stack: 'prod',
  region: 'eu-central-1',
  account: '111122223333',
  bucket: 'finance-backups',
};
/** Actions of the access level Write or Permissions management in IAM's reference, on existing resources. */
const DESTRUCTIVE =
  /:(?:Delete|Detach|Disassociate|Modify|Put|Reboot|Release|Remove|Replace|Reset|Revoke|Schedule|Untag|Update)/;
const typesOf = (settings: Settings) => registeredTypes(settings, settings.cluster as EksSettings);

describe('the policies of whoever deploys', () => {
  let types: ReadonlySet<string>;
  beforeAll(async () => {
    const all = [];
    for (const settings of [everything(), withBackups(), onEks({ nodes: { kind: 'auto' } })])
      all.push(...(await typesOf(settings)));
    types = new Set(all);
  });

  it('know every type that is registered, and no other one', () => {
    const ofAws = [...types].filter((type) => /^(?:aws|eks):/.test(type));
    expect(ofAws.length).toBeGreaterThan(30);
    expect(ofAws.toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });

  it('name what they allow one by one, in one region of one account', () => {
    const statements = Object.values(deployerPolicies({ ...at, types })).flat();
    const actions = statements.flatMap(({ Action }) => Action);
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/);
    for (const { Resource, Condition } of statements) {
      expect(JSON.stringify([Resource, Condition])).toMatch(
        /111122223333|eu-central-1|finance-backups|AWSServiceName/,
      );
    }
    expect(actions).toEqual(
      expect.arrayContaining([
        'eks:CreateCluster',
        'ec2:CreateVpc',
        'rds:CreateDBInstance',
        'ec2:CreateTags',
      ]),
    );
  });

  it('end and change nothing but what has a name or the tags of the stack', () => {
    const statements = Object.values(deployerPolicies({ ...at, types, emptiesBucket: true })).flat();
    const ending = statements.filter(({ Action }) =>
      [Action].flat().some((action) => DESTRUCTIVE.test(action)),
    );
    expect(new Set(ending.flatMap(({ Action }) => Action)).size).toBeGreaterThan(80);
    for (const { Action, Resource = '*', Condition } of ending) {
      const conditions = { ...(Condition?.['StringEquals'] as object), ...(Condition?.['Bool'] as object) };
      const named = [Resource].flat().every((arn) => /[:/*]finance(?:-|\/|$)|og:default/.test(arn));
      const tagged = {
        'aws:ResourceTag/project': 'finance-platform',
        'aws:ResourceTag/stack': 'prod',
      };
      const byAws =
        [Action].flat().join() === 'ec2:DeleteNetworkInterface' && 'aws:ViaAWSService' in conditions;
      if (!named && !byAws) expect(conditions, [Action].flat().join()).toMatchObject(tagged);
    }
  });

  it('tag what is made as the stack’s, and afterwards that alone', () => {
    const { network = [], data = [] } = deployerPolicies({ ...at, types });
    for (const action of ['ec2:CreateTags', 'kms:TagResource', 'elasticfilesystem:TagResource']) {
      const conditions = [...network, ...data]
        .filter(({ Action }) => [Action].flat().includes(action))
        .map(({ Condition }) => JSON.stringify(Condition));
      expect(conditions).toEqual([
        expect.stringContaining('aws:RequestTag/stack'),
        expect.stringContaining('aws:ResourceTag/stack'),
      ]);
    }
  });

  it('read by keys for files alone', () => {
    const { data = [] } = deployerPolicies({ ...at, types });
    const reading = data.filter(({ Action }) => [Action].flat().includes('kms:Decrypt'));
    expect(reading).toMatchObject([
      {
        Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'],
        Condition: { StringEquals: { 'kms:ViaService': 'elasticfilesystem.eu-central-1.amazonaws.com' } },
      },
    ]);
  });

  it('allow each action that is known somewhere, and empty a bucket where a destroy is to do that', () => {
    const allowed = (emptiesBucket: boolean) =>
      Object.values(deployerPolicies({ ...at, types, emptiesBucket }))
        .flat()
        .flatMap(({ Action }) => Action);
    expect(allowed(false)).toEqual(expect.arrayContaining(Object.values(ACTIONS).flat()));
    expect(allowed(false)).not.toContain('s3:DeleteObjectVersion');
    expect(allowed(true)).toContain('s3:DeleteObjectVersion');
  });

  it('may touch roles that begin with the name of the cluster, and hand them on to few', () => {
    const { cluster = [] } = deployerPolicies({ ...at, types });
    const ofRoles = cluster.filter(({ Resource }) => Resource === 'arn:aws:iam::111122223333:role/finance-*');
    expect(ofRoles.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['iam:CreateRole', 'iam:PassRole']),
    );
    const passing = ofRoles.find(({ Action }) => Action.includes('iam:PassRole'));
    expect(passing?.Condition).toHaveProperty('StringEquals.iam:PassedToService');
  });

  it('are as short as AWS takes them', () => {
    for (const [name, statements] of Object.entries(deployerPolicies({ ...at, types }))) {
      const characters = JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;
      expect(characters, name).toBeLessThanOrEqual(6144);
    }
  });

  it('allow nothing of what is not used', async () => {
    const small = JSON.stringify(
      deployerPolicies({ ...at, bucket: undefined, types: await typesOf(onEks()) }),
    );
    expect(small).not.toMatch(/rds:|s3:/);
  });
});

it('a type that nobody knows the actions of is refused', () => {
  expect(() =>
    deployerPolicies({ ...at, types: ['aws:nothing/knownYet:KnownYet', 'kubernetes:core/v1:Secret'] }),
  ).toThrow('deployer-policy/actions.ts has no line for aws:nothing/knownYet:KnownYet');
});

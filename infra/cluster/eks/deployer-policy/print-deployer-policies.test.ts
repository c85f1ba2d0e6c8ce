import { expect, it } from 'vitest';
import { Problem } from '../../../command/problem.ts';
import { iamPolicy } from './print-deployer-policies.ts';

it('prints what whoever deploys the prod stack must be allowed, as IAM takes it', async () => {
  const policies = JSON.parse(await iamPolicy(['--stack', 'prod']));
  expect(Object.keys(policies)).toEqual(['finance-network', 'finance-cluster', 'finance-data']);
  for (const { Version, Statement } of Object.values<{ Version: string; Statement: object[] }>(policies)) {
    expect(Version).toBe('2012-10-17');
    for (const statement of Statement) expect(statement).toMatchObject({ Effect: 'Allow' });
  }
  expect(JSON.stringify(policies)).toContain('arn:aws:s3:::finance-example-backups');
});

it('says so where there is nothing to allow, or nobody said for which stack', async () => {
  await expect(iamPolicy(['--stack', 'dev'])).rejects.toThrow('asks nothing of AWS');
  await expect(iamPolicy([])).rejects.toThrow(Problem);
});
